"""What an administrator asks of the trail, and how it leaves as a table."""

import csv
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts import audit
from portal.accounts.models import AuditEntry, User
from portal.accounts.querysets import AuditEntryQuerySet

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ROWS_AT_ONCE = 2000


class JournalFilter(forms.Form):
    """The questions above the journal. ``kind`` and ``id`` come with links that lead to one thing's own trail."""

    q = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("tên người, đối tượng; gõ không dấu cũng được")}),
    )
    act = forms.ChoiceField(label=_("Việc"), required=False)
    user = forms.ModelChoiceField(
        label=_("Người thực hiện"), required=False, queryset=User.objects.all(), empty_label=_("Mọi người")
    )
    since = forms.DateField(label=_("Từ ngày"), required=False, widget=AdminDateWidget)
    until = forms.DateField(label=_("Đến hết ngày"), required=False, widget=AdminDateWidget)
    kind = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    id = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["act"].choices = [("", _("Mọi việc")), *audit.known_acts()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Ngày cuối phải từ ngày đầu trở đi."))
        return cleaned

    def entries(self) -> AuditEntryQuerySet:
        """What is asked for; nothing while a question is wrongly put."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        asked = self.cleaned_data
        found = AuditEntry.objects.matching(asked["q"]) if asked["q"] else AuditEntry.objects.all()
        if asked["act"]:
            found = found.of_act(asked["act"])
        if asked["user"]:
            found = found.of_person(asked["user"].pk)
        if asked["since"]:
            found = found.since(asked["since"])
        if asked["until"]:
            found = found.until(asked["until"])
        return found.about(asked["kind"], asked["id"]) if asked["kind"] else found

    def asked(self) -> dict[str, str]:
        """The questions that were put, as they stood in the address."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}


class _Echo:
    """A file that gives back what is written to it, line by line."""

    def write(self, line: str) -> str:
        return line


def as_csv(entries: AuditEntryQuerySet) -> Iterator[str]:
    """The entries as lines of CSV with a byte order mark, for Excel; read in parts, never whole."""
    writer = csv.writer(_Echo())
    heads = ("at", "act", "actor_name", "kind", "thing_id", "title", "detail", "address")
    yield "\ufeff" + writer.writerow([str(AuditEntry._meta.get_field(name).verbose_name) for name in heads])
    for entry in entries.newest_first().for_list().iterator(chunk_size=_ROWS_AT_ONCE):
        yield writer.writerow([_harmless(cell) for cell in _cells(entry)])


def _cells(entry: AuditEntry) -> list[str]:
    return [
        f"{timezone.localtime(entry.at):%d/%m/%Y %H:%M:%S}",
        str(audit.words_of_act(entry.act)),
        entry.actor_name,
        str(audit.words_of_kind(entry.kind)),
        entry.thing_id,
        entry.title,
        entry.words,
        entry.address or "",
    ]


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet shows as text, whatever somebody typed as a title or a name."""
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
