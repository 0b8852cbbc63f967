"""Loads the demo agency."""

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _

from portal.core.demo_data import DemoApp, RealContentExists, demo_apps
from portal.core.text.vietnamese import slugify
from portal.organisation.demo_data import facts
from portal.organisation.models import Official, Posting, Unit


class RealUnitsExist(RealContentExists):
    """Raised when the database holds real units, so that demo data is not mixed with them."""


def has_content() -> bool:
    """Whether the database holds any units."""
    return Unit.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds the agency unless its first unit exists, and yields a line about it. It stores no files.

    Raises RealUnitsExist when there are other units, unless ``force``.
    """
    slugs = [demo.slug for demo in facts.UNITS]
    if not force and Unit.objects.exclude(slug__in=slugs).exists():
        raise RealUnitsExist(_("Cơ sở dữ liệu đã có đơn vị thật, nên không nạp nội dung mẫu vào."))
    if Unit.objects.filter(slug__in=slugs).exists():
        return "Organisation: the agency was there."
    units: dict[str, Unit] = {}
    for position, demo in enumerate(facts.UNITS):
        units[demo.slug] = _unit(demo, position, units.get(demo.parent))
    people: dict[str, Official] = {}
    for position, post in enumerate(facts.POSTS):
        if post.person not in people:
            people[post.person] = Official(full_name=post.person)
            people[post.person].full_clean()
            people[post.person].save()
        _posting(post, position, people[post.person], units[post.unit])
    return f"Organisation: {len(units)} units and {len(people)} officials added."


def _unit(demo: facts.DemoUnit, position: int, parent: Unit | None) -> Unit:
    unit = Unit(
        slug=demo.slug,
        name=demo.name,
        name_en=demo.name_en,
        parent=parent,
        position=position,
        functions=demo.functions,
        functions_en=demo.functions_en,
        address="" if parent else facts.ADDRESS,
        address_en="" if parent else facts.ADDRESS_EN,
        phone=_phone(demo.extension),
        fax="" if parent else _phone("09"),
        email=f"{demo.slug}@caobang.example",
        valid_from=facts.START_DATE,
        valid_to=demo.until,
    )
    unit.full_clean()
    unit.save()
    return unit


def _posting(demo: facts.DemoPost, position: int, official: Official, unit: Unit) -> None:
    posting = Posting(
        official=official,
        unit=unit,
        position=position,
        post=demo.post,
        post_en=demo.post_en,
        area=demo.area,
        area_en=demo.area_en,
        phone=_phone(demo.extension) if demo.extension else "",
        email=f"{slugify(official.full_name)}@caobang.example" if demo.extension else "",
        is_leader=demo.is_leader,
        is_contact=demo.is_contact,
        is_spokesperson=demo.is_spokesperson,
        valid_from=demo.since,
        valid_to=demo.until,
    )
    posting.full_clean()
    posting.save()


def _phone(extension: str) -> str:
    """An unassigned phone number."""
    return f"0206 000 00{extension}"


demo_apps.register(DemoApp(has_content, load))
