"""The URLs of the portal, which existing links depend on (see docs/architecture.md)."""

from django.contrib import admin
from django.urls import include, path

from portal.core.text.languages import i18n_urls
from portal.home import sitemaps
from portal.home import views as home_views
from portal.style_guide import views as style_guide

urlpatterns = [
    i18n_urls(path("", home_views.home, name="home")),
    path("", include("portal.accounts.urls")),
    path("", include("news.urls")),
    path("", include("emulation.urls")),
    path("", include("portal.organisation.urls")),
    path("", include("portal.documents.urls")),
    path("", include("portal.consultations.urls")),
    path("", include("portal.questions.urls")),
    path("", include("portal.analytics.urls")),
    path("ban-lam-viec/", include("portal.dashboard.urls")),
    path("api/", include("portal.api.urls")),
    path("", include("portal.search.urls")),
    path("phong-cach/", style_guide.style_guide_page, name="style-guide"),
    path("quan-tri/", admin.site.urls),
    path("media/<path:path>", home_views.media, name="media"),
    path("robots.txt", home_views.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap"),
    path("sitemap-tin-moi.xml", sitemaps.news_sitemap, name="sitemap-news"),
    path("sitemap-<slug:section>-<int:number>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("livez", home_views.livez, name="livez"),
    path("readyz", home_views.readyz, name="readyz"),
    # Last: static pages match any path that no other app uses.
    path("", include("portal.pages.urls")),
]

handler400 = "portal.home.views.bad_request"
handler403 = "portal.home.views.forbidden"
handler404 = "portal.home.views.not_found"
handler500 = "portal.home.views.server_error"
