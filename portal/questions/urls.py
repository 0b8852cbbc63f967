"""Root-level URLs of the questions app."""

from django.urls import path

from portal.core.text.languages import i18n_urls
from portal.questions import feeds, views

app_name = "questions"

urlpatterns = [
    i18n_urls(
        path("hoi-dap/", views.question_list, name="question-list"),
        path("hoi-dap/gui/", views.ask_question, name="question-create"),
        path("hoi-dap/theo-doi/", views.track_question, name="question-tracking"),
        path("hoi-dap/<int:pk>/", views.question_detail, name="question-detail"),
    ),
    path("hoi-dap/<feed:form>.xml", feeds.question_feed, name="question-feed"),
]
