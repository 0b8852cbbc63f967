"""Filters of the document list: parsed from the query string, with messages for invalid values."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.text import dates, vietnamese
from portal.core.text.languages import in_current_language
from portal.core.text.numbers import parse_int
from portal.documents.models import Document, DocumentKind, IssuingBody, SubjectArea, TaxonomyTerm
from portal.documents.querysets import DocumentQuerySet
from portal.documents.validity import Validity

MAX_VALUE_LENGTH = 200
# Query string parameters of the list, in the order of the form.
PARAMETER_NAMES = ("q", "loai", "co-quan", "linh-vuc", "nam", "hieu-luc", "tu", "den")


@dataclass(frozen=True)
class SelectOption:
    """Option of a select; a label that is not stored text goes through ``languages.in_current_language``."""

    value: str
    label: str
    is_selected: bool


@dataclass(frozen=True)
class FilterSelect:
    """Select of the filter form."""

    name: str
    label: str
    empty_label: str
    options: list[SelectOption]


@dataclass(frozen=True)
class DocumentListFilters:
    """Filters as submitted (``raw_values``), as parsed, and the errors."""

    raw_values: Mapping[str, str]
    since: dt.date | None = None
    until: dt.date | None = None
    year: int | None = None
    validity: Validity | None = None
    errors: list[str] = field(default_factory=list)

    @property
    def is_active(self) -> bool:
        return any(self.raw_values.values())

    @property
    def has_advanced_filters(self) -> bool:
        """Whether any filter other than the search text is set."""
        return any(text for name, text in self.raw_values.items() if name != "q")

    @property
    def query_string(self) -> str:
        """Query string for pagination and export links."""
        return urlencode({name: text for name, text in self.raw_values.items() if text})

    def filtered_documents(self, day: dt.date | None = None) -> DocumentQuerySet:
        """Public documents that match the filters; validity is that of ``day`` (default: today)."""
        found = Document.objects.public()
        if self.raw_values["q"]:
            found = found.matching(self.raw_values["q"])
        if self.raw_values["loai"]:
            found = found.of_kind(self.raw_values["loai"])
        if self.raw_values["co-quan"]:
            found = found.of_issuing_body(self.raw_values["co-quan"])
        if self.raw_values["linh-vuc"]:
            found = found.of_subject_area(self.raw_values["linh-vuc"])
        if self.year is not None:
            found = found.of_year(self.year)
        if self.validity is not None:
            found = found.with_validity(self.validity, day or timezone.localdate())
        if self.since is not None:
            found = found.issued_since(self.since)
        return found if self.until is None else found.issued_until(self.until)


def parse_filters(parameters: Mapping[str, str]) -> DocumentListFilters:
    """Parses the query string. Never raises: invalid values are ignored and reported in ``errors``."""
    raw_values = {
        name: vietnamese.normalize_line(parameters.get(name, "")[:MAX_VALUE_LENGTH]) for name in PARAMETER_NAMES
    }
    errors: list[str] = []
    since = _parse_day(raw_values["tu"], _("Từ ngày"), errors)
    until = _parse_day(raw_values["den"], _("Đến ngày"), errors)
    if since and until and since > until:
        errors.append(_("“Từ ngày” đang sau “Đến ngày” nên không có văn bản nào."))
    year = None
    if raw_values["nam"]:
        year = parse_int(raw_values["nam"], minimum=dates.FIRST_YEAR, maximum=dates.LAST_YEAR)
        if year is None:
            errors.append(_("Năm phải gồm bốn chữ số, ví dụ 2026. Đã bỏ qua điều kiện này."))
    validity = Validity(raw_values["hieu-luc"]) if raw_values["hieu-luc"] in Validity.values else None
    if raw_values["hieu-luc"] and validity is None:
        errors.append(_("Không có tình trạng hiệu lực này. Đã bỏ qua điều kiện này."))
    return DocumentListFilters(raw_values, since, until, year, validity, errors)


def _parse_day(text: str, label: str, errors: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dates.parse_date(text)
    except ValueError as error:
        errors.append(f"{label}: {error}")
        return None


def build_filter_selects(filters: DocumentListFilters) -> list[FilterSelect]:
    """Selects of the form with only the options that have public documents; four queries."""
    years = _localized_options((year, year) for year in Document.objects.years())
    return [
        _taxonomy_select("loai", _("Loại văn bản"), _("Mọi loại"), DocumentKind, filters),
        _taxonomy_select("co-quan", _("Cơ quan ban hành"), _("Mọi cơ quan"), IssuingBody, filters),
        _taxonomy_select("linh-vuc", _("Lĩnh vực"), _("Mọi lĩnh vực"), SubjectArea, filters),
        _build_select("nam", _("Năm ban hành"), _("Mọi năm"), years, filters),
        _build_select(
            "hieu-luc", _("Hiệu lực hôm nay"), _("Mọi tình trạng"), _localized_options(Validity.choices), filters
        ),
    ]


def _taxonomy_select(
    name: str, label: str, empty_label: str, model: type[TaxonomyTerm], filters: DocumentListFilters
) -> FilterSelect:
    rows = model._default_manager.with_public_documents().values_list("slug", "name")
    return _build_select(name, label, empty_label, rows, filters)


def _localized_options(rows: Iterable[tuple[object, object]]) -> Iterable[tuple[str, str]]:
    """Options whose labels are not stored text."""
    return ((str(value), in_current_language(str(label))) for value, label in rows)


def _build_select(
    name: str, label: str, empty_label: str, rows: Iterable[tuple[str, str]], filters: DocumentListFilters
) -> FilterSelect:
    """Keeps a selected value without results as an option, so that the form explains the empty list."""
    raw_value = filters.raw_values[name]
    options = [SelectOption(value, shown, value == raw_value) for value, shown in rows]
    if raw_value and not any(option.is_selected for option in options):
        options.append(SelectOption(raw_value, raw_value, True))
    return FilterSelect(name, label, empty_label, options)
