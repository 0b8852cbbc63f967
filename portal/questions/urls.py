"""Addresses of questions and answers."""

from django.urls import path

from portal.questions import views

app_name = "questions"

urlpatterns = [
    path("", views.question_list, name="list"),
    path("gui/", views.ask, name="ask"),
    path("theo-doi/", views.track, name="track"),
    path("<int:pk>/", views.question_detail, name="question"),
]
