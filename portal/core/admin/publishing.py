"""Admin of publishable rows: state filter, publish and withdraw actions, and who may do what."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.core.admin.action_forms import ActionForm
from portal.core.admin.actions import ActionAdmin
from portal.core.admin.filters import OptionsFilter
from portal.core.http.users import signed_in_user
from portal.core.publishing import MAX_REASON_LENGTH, Publishable

PUBLICATION_FIELDS = ["published_at", "withdrawn_at", "withdrawal_reason"]


class ReasonActionForm(ActionForm):
    """An action that needs a reason."""

    reason = forms.CharField(
        label=_("Lý do"), max_length=MAX_REASON_LENGTH, widget=AdminTextareaWidget(attrs={"rows": 3})
    )


class PublicationStateFilter(OptionsFilter):
    title = _("tình trạng đăng")
    parameter_name = "tinh-trang"
    options = {
        "nhap": (_("Bản nháp"), lambda rows, request: rows.drafts()),
        "dang": (_("Đang đăng"), lambda rows, request: rows.public()),
        "rut": (_("Đã rút"), lambda rows, request: rows.withdrawn()),
    }


class PublishableAdmin(ActionAdmin):
    """Rows are withdrawn, never deleted; what is or was public is changed only by users who may publish.

    Subclasses add their forms of the actions ``dang`` and ``rut``.
    """

    publish_permission: str
    # The "view on site" link is among the object tools, and only for a public page.
    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    readonly_fields = PUBLICATION_FIELDS

    def has_change_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        may_change = super().has_change_permission(request, obj)
        return may_change and (obj is None or obj.is_draft or request.user.has_perm(self.publish_permission))

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Publishable, form: forms.ModelForm, change: bool) -> None:
        if not change:
            obj.created_by = signed_in_user(request)
        super().save_model(request, obj, form, change)

    def require_permission(self, request: HttpRequest, instance: models.Model, action: str) -> None:
        if not request.user.has_perm(self.publish_permission):
            raise PermissionDenied

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row: Publishable | None = kwargs.get("obj")
        may_publish = request.user.has_perm(self.publish_permission)
        context["can_publish"] = may_publish and row is not None and (row.is_draft or row.is_withdrawn)
        context["can_withdraw"] = may_publish and row is not None and row.is_public()
        return super().render_change_form(request, context, *args, **kwargs)
