"""What a reader asks of the list: read from the address, told back in words where it cannot be read."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.kit import dates, vietnamese
from portal.kit.languages import spoken
from portal.library.models import Document, DocumentKind, Field, Heading, IssuingBody
from portal.library.querysets import DocumentQuerySet
from portal.library.validity import Validity

MOST_WORDS = 200
# The parameters of the list's address, in the order of its form.
NAMES = ("q", "loai", "co-quan", "linh-vuc", "nam", "hieu-luc", "tu", "den")


@dataclass(frozen=True)
class Option:
    """What can be chosen; its label, where not stored, is ``spoken``."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """One select of the form."""

    name: str
    label: str
    anything: str
    options: list[Option]


@dataclass(frozen=True)
class Asked:
    """The filters as typed (``typed``), as understood, and what could not be understood."""

    typed: Mapping[str, str]
    since: dt.date | None = None
    until: dt.date | None = None
    year: int | None = None
    validity: Validity | None = None
    complaints: list[str] = field(default_factory=list)

    @property
    def is_narrowed(self) -> bool:
        return any(self.typed.values())

    @property
    def is_filtered(self) -> bool:
        """By more than words."""
        return any(text for name, text in self.typed.items() if name != "q")

    @property
    def query(self) -> str:
        """What the pages of the list and its exports carry along."""
        return urlencode({name: text for name, text in self.typed.items() if text})

    def documents(self, day: dt.date | None = None) -> DocumentQuerySet:
        """The public documents asked for; validity is that of ``day`` (today)."""
        found = Document.objects.public()
        if self.typed["q"]:
            found = found.matching(self.typed["q"])
        if self.typed["loai"]:
            found = found.of_kind(self.typed["loai"])
        if self.typed["co-quan"]:
            found = found.of_body(self.typed["co-quan"])
        if self.typed["linh-vuc"]:
            found = found.of_field(self.typed["linh-vuc"])
        if self.year is not None:
            found = found.of_year(self.year)
        if self.validity is not None:
            found = found.with_validity(self.validity, day or timezone.localdate())
        if self.since is not None:
            found = found.issued_since(self.since)
        return found if self.until is None else found.issued_until(self.until)


def read(parameters: Mapping[str, str]) -> Asked:
    """Never refuses: what cannot be read is left out of the search and told in ``complaints``."""
    typed = {name: vietnamese.tidy_line(parameters.get(name, "").replace("\0", ""))[:MOST_WORDS] for name in NAMES}
    complaints: list[str] = []
    since = _day(typed["tu"], _("Từ ngày"), complaints)
    until = _day(typed["den"], _("Đến ngày"), complaints)
    if since and until and since > until:
        complaints.append(_("“Từ ngày” đang sau “Đến ngày” nên không có văn bản nào."))
    year = None
    if typed["nam"]:
        is_year = typed["nam"].isascii() and typed["nam"].isdigit() and len(typed["nam"]) == 4
        year = int(typed["nam"]) if is_year and dates.FIRST_YEAR <= int(typed["nam"]) <= dates.LAST_YEAR else None
        if year is None:
            complaints.append(_("Năm phải gồm bốn chữ số, ví dụ 2026. Đã bỏ qua điều kiện này."))
    validity = Validity(typed["hieu-luc"]) if typed["hieu-luc"] in Validity.values else None
    if typed["hieu-luc"] and validity is None:
        complaints.append(_("Không có tình trạng hiệu lực này. Đã bỏ qua điều kiện này."))
    return Asked(typed, since, until, year, validity, complaints)


def _day(text: str, label: str, complaints: list[str]) -> dt.date | None:
    if not text:
        return None
    try:
        return dates.parse_day(text)
    except ValueError as error:
        complaints.append(f"{label}: {error}")
        return None


def choices(asked: Asked) -> list[Choice]:
    """The selects of the form, each with what it can find anything by; four queries."""
    years = _spoken((year, year) for year in Document.objects.years())
    return [
        _headings("loai", _("Loại văn bản"), _("Mọi loại"), DocumentKind, asked),
        _headings("co-quan", _("Cơ quan ban hành"), _("Mọi cơ quan"), IssuingBody, asked),
        _headings("linh-vuc", _("Lĩnh vực"), _("Mọi lĩnh vực"), Field, asked),
        _choice("nam", _("Năm ban hành"), _("Mọi năm"), years, asked),
        _choice("hieu-luc", _("Hiệu lực hôm nay"), _("Mọi tình trạng"), _spoken(Validity.choices), asked),
    ]


def _headings(name: str, label: str, anything: str, model: type[Heading], asked: Asked) -> Choice:
    rows = model._default_manager.used().values_list("slug", "name")
    return _choice(name, label, anything, rows, asked)


def _spoken(rows: Iterable[tuple[object, object]]) -> Iterable[tuple[str, str]]:
    """Values with labels that are no stored words."""
    return ((str(value), spoken(str(label))) for value, label in rows)


def _choice(name: str, label: str, anything: str, rows: Iterable[tuple[str, str]], asked: Asked) -> Choice:
    """What was asked for and has nothing stays chosen, so that the form shows why the list is empty."""
    typed = asked.typed[name]
    options = [Option(value, shown, value == typed) for value, shown in rows]
    if typed and not any(option.is_chosen for option in options):
        options.append(Option(typed, typed, True))
    return Choice(name, label, anything, options)
