"""Filters of the audit log, and its CSV export."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.audit import services
from portal.audit.models import AuditEntry
from portal.audit.querysets import AuditEntryQuerySet
from portal.core.form_fields import VietnameseDateField

_CHUNK_SIZE = 2000


class AuditLogFilterForm(forms.Form):
    """The filter form of the audit log. ``kind`` and ``id`` come from links to the entries of one object."""

    q = forms.CharField(
        label=_("Tìm"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("tên người, đối tượng; gõ không dấu cũng được")}),
    )
    action = forms.ChoiceField(label=_("Việc"), required=False)
    user = forms.ModelChoiceField(
        label=_("Người thực hiện"), required=False, queryset=User.objects.all(), empty_label=_("Mọi người")
    )
    since = VietnameseDateField(label=_("Từ ngày"), required=False, widget=AdminDateWidget)
    until = VietnameseDateField(label=_("Đến hết ngày"), required=False, widget=AdminDateWidget)
    kind = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    id = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Mọi việc")), *services.registered_actions()]
        self.fields["action"].choices = choices  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("Ngày cuối phải từ ngày đầu trở đi."))
        return cleaned

    def entries(self) -> AuditEntryQuerySet:
        """The filtered entries; none while the form is invalid."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        filters = self.cleaned_data
        found = AuditEntry.objects.matching(filters["q"]) if filters["q"] else AuditEntry.objects.all()
        if filters["action"]:
            found = found.of_action(filters["action"])
        if filters["user"]:
            found = found.of_user(filters["user"].pk)
        if filters["since"]:
            found = found.since(filters["since"])
        if filters["until"]:
            found = found.until(filters["until"])
        return found.of_target(filters["kind"], filters["id"]) if filters["kind"] else found

    def query_params(self) -> dict[str, str]:
        """The submitted filters, as query parameters."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}

    def audit_details(self) -> dict[str, str]:
        """The same for an audit log entry, with the account's name, as the entry outlives the account."""
        params = self.query_params()
        return params | ({"user": str(self.cleaned_data["user"])} if "user" in params else {})


def csv_headers() -> list[str]:
    columns = ("occurred_at", "action", "actor_name", "kind", "target_id", "title", "detail", "ip_address")
    labels = {field.name: str(field.verbose_name) for field in AuditEntry._meta.fields}
    return [labels[name] for name in columns]


def csv_rows(entries: AuditEntryQuerySet) -> Iterator[list[str]]:
    """The entries for a spreadsheet; iterated in chunks."""
    return map(_csv_row, entries.newest_first().for_list().iterator(chunk_size=_CHUNK_SIZE))


def _csv_row(entry: AuditEntry) -> list[str]:
    return [
        f"{timezone.localtime(entry.occurred_at):%d/%m/%Y %H:%M:%S}",
        str(services.action_label(entry.action)),
        entry.actor_name,
        str(services.model_label(entry.kind)),
        entry.target_id,
        entry.title,
        services.details_text(entry),
        entry.ip_address or "",
    ]
