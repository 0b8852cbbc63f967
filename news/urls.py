"""URL patterns of the news app."""

from django.urls import path

from news import feeds, preview_views, report_views, views
from portal.core.text.languages import i18n_urls

app_name = "news"

urlpatterns = [
    i18n_urls(
        path("tin-tuc/", views.article_list, name="article-list"),
        path("tin-tuc/<yyyy:year>/", views.year_archive, name="year-archive"),
        path("tin-tuc/<yyyy:year>/<mm:month>/", views.month_archive, name="month-archive"),
        path("tin-tuc/<yyyy:year>/<mm:month>/<dd:day>/", views.day_archive, name="day-archive"),
        path("tin-tuc/<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/", views.article_detail, name="article-detail"),
        path("chuyen-muc/<slug:slug>/", views.category_detail, name="category-detail"),
        path("tac-gia/<slug:slug>/", views.author_detail, name="author-detail"),
        path("dong-su-kien/", views.thread_list, name="thread-list"),
        path("dong-su-kien/<slug:slug>/", views.thread_detail, name="thread-detail"),
        path("the/<slug:slug>/", views.tag_detail, name="tag-detail"),
    ),
    path("tin-tuc/<feed:form>.xml", feeds.news_feed, name="article-feed"),
    path(
        "tin-tuc/<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/luu/",
        views.article_offline_copy,
        name="article-offline-copy",
    ),
    path("chuyen-muc/<slug:slug>/<feed:form>.xml", feeds.category_feed, name="category-feed"),
    path("tac-gia/<slug:slug>/<feed:form>.xml", feeds.author_feed, name="author-feed"),
    path("dong-su-kien/<slug:slug>/<feed:form>.xml", feeds.thread_feed, name="thread-feed"),
    path("the/<slug:slug>/<feed:form>.xml", feeds.tag_feed, name="tag-feed"),
    path("tin-tuc/tep/<int:pk>/<str:name>", views.attachment_download, name="attachment-download"),
    path("xem-truoc/<str:token>/", preview_views.shared_preview, name="shared-preview"),
    path("xem-truoc/<str:token>/tep/<int:pk>/<str:name>", preview_views.shared_attachment, name="shared-attachment"),
    path("ban-lam-viec/bao-cao/", report_views.report_page, name="report"),
    path("ban-lam-viec/bao-cao.xlsx", report_views.report_workbook, name="report-xlsx"),
]
