from django.urls import path

from portal.site import views
from portal.site.models import Language

app_name = "site"
urlpatterns = [
    path("so-do-trang/", views.sitemap, name="sitemap"),
    path("lien-ket/", views.links, name="links"),
    path("en/<english_page:path>/", views.page, {"language": Language.ENGLISH.value}, name="page-en"),
    path("<page:path>/", views.page, {"language": Language.VIETNAMESE.value}, name="page"),
]
