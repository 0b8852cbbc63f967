"""Accounts."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from django_otp.plugins.otp_static import admin as _otp_static_admin  # noqa: F401  # registers what is taken off below
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp import admin as _otp_totp_admin  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import emails, permissions, two_factor
from portal.accounts.forms import SetPasswordForm
from portal.accounts.models import User
from portal.core.http.users import signed_in_user

_DEVICE_MODELS = (TOTPDevice, StaticDevice, StaticToken)


# Fields that grant more than any role.
_SUPERUSER_ONLY_FIELDS = ("is_superuser", "user_permissions")


class PermissionLabelMixin(BaseModelAdmin):
    """Shows permissions by their Vietnamese labels."""

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is Permission:
            kwargs |= {"queryset": permissions.grantable(), "form_class": permissions.PermissionChoiceField}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister(Group)
# Their pages show keys and codes; an administrator resets two-factor authentication by a button of the account.
admin.site.unregister([StaticDevice, TOTPDevice])


@admin.register(Group)
class RoleAdmin(PermissionLabelMixin, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(PermissionLabelMixin, UserAdmin):
    """Account administrators assign roles; permissions, and superuser accounts, are for superusers only."""

    change_password_form = SetPasswordForm
    list_display = ["username", "full_name", "email", "is_staff", "is_active", "has_two_factor", "last_login"]
    list_filter = [
        "is_staff",
        "is_superuser",
        "is_active",
        ("two_factor_enabled_at", admin.EmptyFieldListFilter),
        "groups",
    ]
    readonly_fields = ["two_factor_enabled_at"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["sort_key"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Người dùng"), {"fields": ["full_name", "email"]}),
        (_("Quyền"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Mốc thời gian"), {"fields": ["last_login", "date_joined", "two_factor_enabled_at"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "full_name", "email", "usable_password", "password1", "password2"],
            },
        ),
    ]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_modify(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_modify(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*self.readonly_fields, *([] if request.user.is_superuser else _SUPERUSER_ONLY_FIELDS)]

    @admin.display(description=_("xác thực hai lớp"), boolean=True, ordering="two_factor_enabled_at")
    def has_two_factor(self, account: User) -> bool:
        return account.two_factor_enabled_at is not None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[Any, ...]:
        """The related objects deleted with an account, without its devices, whose names mean nothing to people."""
        found, counts, *refusals = super().get_deleted_objects(objs, request)
        plurals = {model._meta.verbose_name_plural for model in _DEVICE_MODELS}
        counts = {name: count for name, count in counts.items() if name not in plurals}
        return _without_devices(found), counts, *refusals

    def get_urls(self) -> list[URLPattern]:
        reset = self.admin_site.admin_view(self.reset_two_factor_view)
        return [path("<int:pk>/go-hai-lop/", reset, name="accounts_user_reset_two_factor"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        account: User | None = kwargs.get("obj")
        context["may_reset"] = (
            account is not None
            and account.two_factor_enabled_at is not None
            and two_factor.may_reset(by=signed_in_user(request), user=account)
        )
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def reset_two_factor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Confirmation and reset of the two-factor authentication of a user who has lost the phone."""
        account = self.get_object(request, str(pk))
        if account is None or account.two_factor_enabled_at is None:
            raise Http404(_("Tài khoản này không bật xác thực hai lớp."))
        if not two_factor.may_reset(by=signed_in_user(request), user=account):
            raise PermissionDenied
        back = reverse("admin:accounts_user_change", args=[account.pk])
        if request.method == "POST":
            two_factor.reset(user=account, by=signed_in_user(request))
            emails.send_two_factor_reset_email(account)
            messages.success(request, _("Đã gỡ xác thực hai lớp của %s.") % account)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Gỡ xác thực hai lớp"),
            "opts": self.opts,
            "account": account,
            "back_url": back,
        }
        return TemplateResponse(request, "admin/accounts/user/reset_two_factor.html", context)


def _may_modify(request: HttpRequest, account: User | None) -> bool:
    return request.user.is_superuser or account is None or not account.is_superuser


def _without_devices(tree: list[Any]) -> list[Any]:
    """The nested list of objects to delete; the related objects of an item are the list after it."""
    heads = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in _DEVICE_MODELS)
    kept = [_without_devices(item) if isinstance(item, list) else item for item in tree]
    return [item for item in kept if item != [] and not (isinstance(item, str) and item.startswith(heads))]
