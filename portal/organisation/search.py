"""Search sources: units of the agency, and the terms of its officials."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core import search
from portal.core.search import HtmlText, IndexDocument, ids_of, own_id, text_lines
from portal.core.text import dates, vietnamese
from portal.organisation.models import Official, Posting, Unit


def _units() -> models.QuerySet:
    return Unit.objects.select_related("parent")


def _unit_document(unit: Unit) -> IndexDocument:
    """A dissolved unit keeps its page; a future unit is not indexed."""
    others = (unit.short_name, unit.name_en, vietnamese.initials(unit.name))
    return IndexDocument(
        title=unit.name,
        lines=text_lines(
            str(unit.parent) if unit.parent else "",
            HtmlText(unit.functions),
            unit.address,
        ),
        url=unit.get_absolute_url(),
        sort_at=dates.start_of_day(unit.valid_from),
        is_dated=False,
        other_titles=tuple(filter(None, others)),
        visible_from=dates.start_of_day(unit.valid_from),
    )


def _postings() -> models.QuerySet:
    return Posting.objects.public().select_related("official", "unit")


def _posting_document(posting: Posting) -> IndexDocument:
    """Visible on the days that pages show it: a leader's term from its first day for good, a contact's while held."""
    first, after = posting.valid_from, posting.valid_to
    days = f"từ {first:%d/%m/%Y}"
    until = f" đến {posting.last_day:%d/%m/%Y}" if after else ""
    return IndexDocument(
        title=posting.official.full_name,
        lines=text_lines(f"{posting.post}, {posting.unit} ({days}{until})", posting.area),
        url=posting.unit.get_absolute_url(),
        sort_at=dates.start_of_day(first),
        is_dated=False,
        visible_from=dates.start_of_day(first),
        visible_to=None if posting.is_leader or after is None else dates.start_of_day(after),
    )


search.sources.register(
    search.SearchSource(
        kind="unit",
        slug="don-vi",
        label=_("Đơn vị của cơ quan"),
        originals=_units,
        build_document=_unit_document,
        watched_models={Unit: lambda row: {row.pk, *ids_of(Unit.objects.subunits(row.pk))}},
    ),
    search.SearchSource(
        kind="official",
        slug="can-bo",
        label=_("Lãnh đạo, đầu mối liên hệ"),
        originals=_postings,
        build_document=_posting_document,
        watched_models={
            Posting: own_id,
            Official: lambda row: ids_of(Posting.objects.filter(official=row.pk)),
            Unit: lambda row: ids_of(Posting.objects.filter(unit=row.pk)),
        },
    ),
)
