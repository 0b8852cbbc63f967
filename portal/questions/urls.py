"""Addresses of questions and answers, below the root."""

from django.urls import path

from portal.kit.languages import in_both_languages
from portal.questions import feeds, views

app_name = "questions"

urlpatterns = [
    in_both_languages(
        path("hoi-dap/", views.question_list, name="list"),
        path("hoi-dap/gui/", views.ask, name="ask"),
        path("hoi-dap/theo-doi/", views.track, name="track"),
        path("hoi-dap/<int:pk>/", views.question_detail, name="question"),
    ),
    path("hoi-dap/<feed:form>.xml", feeds.answered, name="feed"),
]
