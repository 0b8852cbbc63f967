from django.urls import path

from portal.kit.languages import in_both_languages
from portal.site import views
from portal.site.models import Language
from portal.site.paths import SAVED

app_name = "site"
urlpatterns = [
    in_both_languages(
        path("so-do-trang/", views.sitemap, name="sitemap"),
        path("lien-ket/", views.links, name="links"),
    ),
    path("en/<english_page:path>/", views.page, {"language": Language.ENGLISH.value}, name="page-en"),
    path("<page:path>/", views.page, {"language": Language.VIETNAMESE.value}, name="page"),
    # Behind them: a page that was called so before the word was reserved keeps its address.
    path(
        f"en/<english_page:path>/{SAVED}/", views.page_saved, {"language": Language.ENGLISH.value}, name="page-saved-en"
    ),
    path(f"<page:path>/{SAVED}/", views.page_saved, {"language": Language.VIETNAMESE.value}, name="page-saved"),
]
