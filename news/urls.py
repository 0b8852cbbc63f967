"""Addresses of the news wing, below the root."""

from django.urls import path

from news import feeds, preview_views, report_views, views

app_name = "news"

urlpatterns = [
    path("tin-tuc/", views.article_list, name="list"),
    path("tin-tuc/<feed:form>.xml", feeds.news, name="feed"),
    path("tin-tuc/<yyyy:year>/", views.year_archive, name="year"),
    path("tin-tuc/<yyyy:year>/<mm:month>/", views.month_archive, name="month"),
    path("tin-tuc/<yyyy:year>/<mm:month>/<dd:day>/", views.day_archive, name="day"),
    path("tin-tuc/<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/", views.article_detail, name="article"),
    path("tin-tuc/<yyyy:year>/<mm:month>/<dd:day>/<slug:slug>/luu/", views.article_saved, name="article-saved"),
    path("tin-tuc/tep/<int:pk>/<str:name>", views.attachment, name="attachment"),
    path("chuyen-muc/<slug:slug>/", views.category, name="category"),
    path("chuyen-muc/<slug:slug>/<feed:form>.xml", feeds.category, name="category-feed"),
    path("tac-gia/<slug:slug>/", views.author, name="author"),
    path("xem-truoc/<str:token>/", preview_views.shared_preview, name="shared-preview"),
    path("xem-truoc/<str:token>/tep/<int:pk>/<str:name>", preview_views.shared_attachment, name="shared-attachment"),
    path("ban-lam-viec/bao-cao/", report_views.report, name="report"),
    path("ban-lam-viec/bao-cao.xlsx", report_views.report_workbook, name="report-workbook"),
    path("tac-gia/<slug:slug>/<feed:form>.xml", feeds.author, name="author-feed"),
    path("dong-su-kien/", views.threads, name="thread-list"),
    path("dong-su-kien/<slug:slug>/", views.thread, name="thread"),
    path("dong-su-kien/<slug:slug>/<feed:form>.xml", feeds.thread, name="thread-feed"),
    path("the/<slug:slug>/", views.tag, name="tag"),
    path("the/<slug:slug>/<feed:form>.xml", feeds.tag, name="tag-feed"),
]
