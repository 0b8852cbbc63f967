"""Admin form of the site identity."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.pages.models import SiteIdentity


@admin.register(SiteIdentity)
class SiteIdentityAdmin(admin.ModelAdmin):
    """Admin of a single row, without a list; before it is stored, the form is prefilled from the settings."""

    fieldsets = [
        (None, {"fields": ["name", "organisation", "governing_body", "emblem", "palette"]}),
        (_("Liên hệ"), {"fields": ["address", "phone", "fax", "email", "responsible_person", "responsible_post"]}),
        (_("Giấy phép"), {"fields": ["licence_number", "licence_date", "licence_issuer"]}),
        (_("Dùng lại thông tin"), {"fields": ["source_notice"]}),
        (
            _("Tiếng Anh"),
            {
                "fields": [
                    *("name_en", "organisation_en", "governing_body_en", "address_en"),
                    *("responsible_post_en", "source_notice_en"),
                ]
            },
        ),
    ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not SiteIdentity.objects.exists() and self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:pages_siteidentity_add"))
        return HttpResponseRedirect(reverse("admin:pages_siteidentity_change", args=[SiteIdentity.SINGLETON_PK]))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**settings.SITE_IDENTITY, **super().get_changeform_initial_data(request)}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteIdentity.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: SiteIdentity | None = None) -> bool:
        return False

    def response_post_save_add(self, request: HttpRequest, obj: SiteIdentity) -> HttpResponseRedirect:
        """Redirects to the form, because the list would redirect there anyway."""
        return HttpResponseRedirect(reverse("admin:pages_siteidentity_change", args=[obj.pk]))

    response_post_save_change = response_post_save_add
