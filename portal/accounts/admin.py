"""Accounts, and the journal of what was done with them and everywhere else."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from django_otp.plugins.otp_static import admin as _otp_static_admin  # noqa: F401  # registers what is taken off below
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp import admin as _otp_totp_admin  # noqa: F401
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.accounts import audit, letters, permissions, two_factor
from portal.accounts.forms import NewPasswordForm
from portal.accounts.journal import JournalFilter, as_csv
from portal.accounts.models import AuditEntry, User
from portal.kit import paging

JOURNAL_PAGE_SIZE = 50
_DEVICES = (TOTPDevice, StaticDevice, StaticToken)


# What would give more than any role.
_FOR_SUPERUSERS = ("is_superuser", "user_permissions")


class NamesPermissions:
    """Permissions are chosen by their Vietnamese words."""

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest | None = None, **kwargs: Any
    ) -> ModelMultipleChoiceField | None:
        if db_field.related_model is Permission:
            kwargs |= {"queryset": permissions.grantable(), "form_class": permissions.PermissionChoices}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


admin.site.unregister(Group)
# Their pages show keys and codes; what an administrator may do about them is one button of the account.
admin.site.unregister([StaticDevice, TOTPDevice])


@admin.register(Group)
class RoleAdmin(NamesPermissions, GroupAdmin):
    pass


@admin.register(User)
class AccountAdmin(NamesPermissions, UserAdmin):
    """Who administers accounts gives roles; whatever is above roles, and superusers themselves, are for superusers."""

    change_password_form = NewPasswordForm
    list_display = ["username", "full_name", "email", "is_staff", "is_active", "has_two_factor", "last_login"]
    list_filter = [
        "is_staff",
        "is_superuser",
        "is_active",
        ("two_factor_since", admin.EmptyFieldListFilter),
        "groups",
    ]
    readonly_fields = ["two_factor_since"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["sort_key"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Người dùng"), {"fields": ["full_name", "email"]}),
        (_("Quyền"), {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        (_("Mốc thời gian"), {"fields": ["last_login", "date_joined", "two_factor_since"]}),
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
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*self.readonly_fields, *([] if request.user.is_superuser else _FOR_SUPERUSERS)]

    @admin.display(description=_("xác thực hai lớp"), boolean=True, ordering="two_factor_since")
    def has_two_factor(self, account: User) -> bool:
        return account.two_factor_since is not None

    def get_deleted_objects(self, objs: Iterable[User], request: HttpRequest) -> tuple[Any, ...]:
        """What goes with an account, without the devices, which nobody knows by their names."""
        found, counts, *refusals = super().get_deleted_objects(objs, request)
        plurals = {model._meta.verbose_name_plural for model in _DEVICES}
        counts = {name: count for name, count in counts.items() if name not in plurals}
        return _without_devices(found), counts, *refusals

    def get_urls(self) -> list[URLPattern]:
        reset = self.admin_site.admin_view(self.reset_view)
        return [path("<int:pk>/go-hai-lop/", reset, name="accounts_user_reset_two_factor"), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], obj: User | None = None, **kwargs: Any
    ) -> HttpResponse:
        may_reset = obj is not None and obj.two_factor_since and two_factor.may_reset(by=request.user, user=obj)
        return super().render_change_form(request, {**context, "may_reset": bool(may_reset)}, obj=obj, **kwargs)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def reset_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks, then takes away the two-factor of somebody who has lost the phone."""
        account = self.get_object(request, str(pk))
        if account is None or account.two_factor_since is None:
            raise Http404(_("Tài khoản này không bật xác thực hai lớp."))
        if not two_factor.may_reset(by=request.user, user=account):
            raise PermissionDenied
        back = reverse("admin:accounts_user_change", args=[account.pk])
        if request.method == "POST":
            two_factor.reset(user=account, by=request.user)
            letters.tell_of_reset(account)
            messages.success(request, _("Đã gỡ xác thực hai lớp của %s.") % account)
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Gỡ xác thực hai lớp"),
            "opts": self.opts,
            "account": account,
            "back": back,
        }
        return TemplateResponse(request, "admin/accounts/user/reset_two_factor.html", context)


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    return request.user.is_superuser or account is None or not account.is_superuser


def _without_devices(tree: list[Any]) -> list[Any]:
    """The nested list of what is deleted: a thing's own things are the list behind it."""
    heads = tuple(f"{capfirst(model._meta.verbose_name)}: " for model in _DEVICES)
    kept = [_without_devices(item) if isinstance(item, list) else item for item in tree]
    return [item for item in kept if item != [] and not (isinstance(item, str) and item.startswith(heads))]


@admin.register(AuditEntry)
class JournalAdmin(admin.ModelAdmin):
    """The trail, for reading only. Its list is a page of its own: by position, without counting (ADR 0014)."""

    fields = ["at", "act_words", "actor_name", "kind_words", "thing_id", "title", "words", "address"]

    class Media:
        css = {"all": ["css/admin-journal.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEntry | None = None) -> bool:
        return False

    @admin.display(description=_("việc"))
    def act_words(self, entry: AuditEntry) -> str:
        return str(audit.words_of_act(entry.act))

    @admin.display(description=_("loại"))
    def kind_words(self, entry: AuditEntry) -> str:
        return str(audit.words_of_kind(entry.kind))

    @admin.display(description=_("chi tiết"))
    def words(self, entry: AuditEntry) -> str:
        return entry.words

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export_view)
        return [path("xuat-csv/", export, name="accounts_auditentry_export"), *super().get_urls()]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        self._require_view(request)
        questions = JournalFilter(request.GET)
        try:
            page = paging.page_of(questions.entries(), request.GET, JOURNAL_PAGE_SIZE)
        except paging.NoSuchPage:
            messages.warning(request, _("Nhật ký không có trang này."))
            return HttpResponseRedirect(reverse("admin:accounts_auditentry_changelist"))
        asked = urlencode(questions.asked())
        context = {
            **self.admin_site.each_context(request),
            "title": _("Nhật ký"),
            "opts": self.opts,
            "media": self.media + questions.media,
            "form": questions,
            "lines": [(entry, self.act_words(entry), self.kind_words(entry)) for entry in page.rows],
            "newer": page.newer and f"{page.newer}&{asked}".rstrip("&"),
            "older": page.older and f"{page.older}&{asked}".rstrip("&"),
            "asked": asked,
            "about": questions.is_valid() and questions.cleaned_data["kind"],
        }
        return TemplateResponse(request, "admin/accounts/journal.html", context)

    @method_decorator(require_safe)
    def export_view(self, request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        """What is asked for as CSV, read while it is sent; who takes the trail away is on the trail."""
        self._require_view(request)
        questions = JournalFilter(request.GET)
        if not questions.is_valid():
            return HttpResponseRedirect(f"{reverse('admin:accounts_auditentry_changelist')}?{request.GET.urlencode()}")
        audit.record(act=audit.TRAIL_EXPORTED, by=request.user, detail=questions.asked())
        response = StreamingHttpResponse(as_csv(questions.entries()), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="nhat-ky-{timezone.localdate():%Y-%m-%d}.csv"'
        return response

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied
