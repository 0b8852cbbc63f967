from django.urls import path

from portal.core.text.languages import i18n_urls
from portal.pages import views
from portal.pages.models import Language
from portal.pages.paths import OFFLINE_COPY_SLUG

app_name = "pages"
urlpatterns = [
    i18n_urls(
        path("so-do-trang/", views.site_map, name="site-map"),
        path("lien-ket/", views.link_list, name="link-list"),
    ),
    path("en/<english_page:path>/", views.page_detail, {"language": Language.ENGLISH.value}, name="page-detail-en"),
    path("<page:path>/", views.page_detail, {"language": Language.VIETNAMESE.value}, name="page-detail"),
    # After page-detail, so that a page with this slug from before it was reserved keeps its URL.
    path(
        f"en/<english_page:path>/{OFFLINE_COPY_SLUG}/",
        views.page_offline_copy,
        {"language": Language.ENGLISH.value},
        name="page-offline-copy-en",
    ),
    path(
        f"<page:path>/{OFFLINE_COPY_SLUG}/",
        views.page_offline_copy,
        {"language": Language.VIETNAMESE.value},
        name="page-offline-copy",
    ),
]
