"""The agency itself as open data: its units, and the officials whom its pages name today."""

from typing import Annotated, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Field, Query

from portal.api.answers import PageOf, Period, Reference, page_by_key
from portal.api.parameters import Day, KeyRows
from portal.api.references import local_today, period
from portal.api.service import AGENCY, resource
from portal.kit.addresses import absolute_html, root_of
from portal.organisation.models import Posting, Unit

Role = Literal["leader", "contact", "spokesperson"]


class UnitAnswer(Reference, Period):
    """A unit with what it does; those that were dissolved have a ``valid_to``."""

    name_en: str
    short_name: str
    parent: str | None
    functions_html: str
    functions_en_html: str
    address: str
    address_en: str
    phone: str
    fax: str
    email: str


class UnitFilters(KeyRows):
    on: Annotated[Day | None, Field(description="Chỉ các đơn vị tồn tại vào ngày này.")] = None


class PostingAnswer(Period):
    """An official in a post; only those that the pages show today."""

    name: str
    post: str
    post_en: str
    area: str
    area_en: str
    unit: Reference
    roles: list[Role]
    phone: str
    email: str


@resource("/units", PageOf[UnitAnswer], name="units", summary="Các đơn vị của cơ quan", part=AGENCY)
def units(request: HttpRequest, asked: Query[UnitFilters]) -> object:
    found = Unit.objects.select_related("parent")
    if asked.on is not None:
        found = found.holding_on(asked.on)
    root = root_of(request)
    return page_by_key(request, found, asked, lambda unit: _unit(unit, root))


@resource("/officials", PageOf[PostingAnswer], name="officials", summary="Lãnh đạo, đầu mối liên hệ", part=AGENCY)
def officials(request: HttpRequest, asked: Query[KeyRows]) -> object:
    found = Posting.objects.public().holding_on(local_today()).select_related("official", "unit")
    root = root_of(request)
    return page_by_key(request, found, asked, lambda posting: _posting(posting, root))


def _unit(unit: Unit, root: str) -> dict[str, object]:
    page = root + unit.get_absolute_url()
    return {
        **_reference(unit, root),
        **period(unit),
        "name_en": unit.name_en,
        "short_name": unit.short_name,
        "parent": unit.parent.slug if unit.parent else None,
        "functions_html": absolute_html(unit.functions_rendered, page),
        "functions_en_html": absolute_html(unit.functions_en_rendered, page),
        "address": unit.address,
        "address_en": unit.address_en,
        "phone": unit.phone,
        "fax": unit.fax,
        "email": unit.email,
    }


def _posting(posting: Posting, root: str) -> dict[str, object]:
    marks = {"leader": posting.is_leader, "contact": posting.is_contact, "spokesperson": posting.is_spokesperson}
    return {
        **period(posting),
        "name": posting.official.full_name,
        "post": posting.post,
        "post_en": posting.post_en,
        "area": posting.area,
        "area_en": posting.area_en,
        "unit": _reference(posting.unit, root),
        "roles": [role for role, is_marked in marks.items() if is_marked],
        "phone": posting.phone,
        "email": posting.email,
    }


def _reference(unit: Unit, root: str) -> dict[str, str]:
    return {"name": unit.name, "slug": unit.slug, "url": root + reverse("organisation:unit", args=[unit.slug])}
