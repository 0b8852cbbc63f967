"""The addresses of the portal: a contract with the links that are out there (see docs/architecture.md)."""

from django.contrib import admin
from django.urls import include, path

from portal import sitemaps, views
from portal.kit.languages import in_both_languages
from portal.style_guide import views as style_guide

urlpatterns = [
    in_both_languages(path("", views.home, name="home")),
    path("", include("portal.accounts.urls")),
    path("", include("news.urls")),
    path("", include("emulation.urls")),
    path("", include("portal.organisation.urls")),
    path("", include("portal.library.urls")),
    path("", include("portal.consultations.urls")),
    path("", include("portal.questions.urls")),
    path("", include("portal.visits.urls")),
    path("ban-lam-viec/", include("portal.desk.urls")),
    path("api/", include("portal.api.urls")),
    path("", include("portal.search.urls")),
    path("phong-cach/", style_guide.page, name="style-guide"),
    path("quan-tri/", admin.site.urls),
    path("media/<path:path>", views.media, name="media"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-tin-moi.xml", sitemaps.recent, name="sitemap-recent"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.part, name="sitemap-part"),
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    # Last: a page of the tree stands where no room does.
    path("", include("portal.site.urls")),
]

handler400 = "portal.views.bad_request"
handler403 = "portal.views.forbidden"
handler404 = "portal.views.not_found"
handler500 = "portal.views.server_error"
