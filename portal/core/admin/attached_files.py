"""Attached files in the admin: the inline, the state secret confirmation and saving."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.admin.actions import CompactTabularInline

if TYPE_CHECKING:
    from portal.accounts.models import User


class StateSecretCheckForm(forms.ModelForm):
    """Form that requires the state secret confirmation when files are uploaded."""

    holds_no_secret = forms.BooleanField(
        label=_("Tôi đã kiểm tra: các tệp tải lên không chứa bí mật nhà nước"),
        required=False,
        help_text=_(
            "Không được đưa tài liệu đóng dấu Mật, Tối mật, Tuyệt mật lên cổng, kể cả ở dạng nháp. "
            "Bắt buộc đánh dấu mỗi khi tải tệp lên; cổng ghi lại ai đã xác nhận."
        ),
    )

    def clean_holds_no_secret(self) -> bool:
        confirmed = bool(self.cleaned_data["holds_no_secret"])
        if self.files and not confirmed:
            raise ValidationError(_("Hãy kiểm tra các tệp và đánh dấu ô này thì mới tải lên được."), code="secret")
        return confirmed


class AttachedFileInline(CompactTabularInline):
    fields = ["file", "name", "position"]
    can_delete = True
    # The row already links its file; the redirect to an object's page (portal/dashboard/admin_site.py) supports only
    # models with a list of their own.
    view_on_site = False
    verbose_name_plural = _("tệp (PDF, DOC, DOCX, XLS, XLSX, ODT, ZIP) – không tải lên tài liệu mật")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        return super().get_queryset(request).filter(removed_at=None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Users who may change the document may remove files; removed files stay in storage."""
        return self.has_change_permission(request, obj)


def save_vetted_files(formset: Any, *, by: "User", add: Callable[..., object], remove: Callable[..., object]) -> None:
    """Saves a formset of vetted files by services of the app (``file=``, ``by=``); a replaced file is kept."""
    formset.save(commit=False)
    for file in formset.deleted_objects:
        remove(file=file, by=by)
    for file, changed in formset.changed_objects:
        if "file" in changed:
            remove(file=type(file)._default_manager.get(pk=file.pk), by=by)
            file.pk, file._state.adding = None, True
            add(file=file, by=by)
        else:
            file.save()
    for file in formset.new_objects:
        add(file=file, by=by)
