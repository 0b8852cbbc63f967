"""A typical Django news app of some sixty lines (without its texts), with a database of its own, for comparison."""

from typing import ClassVar

import django
import environ
from django.conf import settings

DEFAULT_MIDDLEWARE = (
    "security.SecurityMiddleware|contrib.sessions.middleware.SessionMiddleware|common.CommonMiddleware|"
    "csrf.CsrfViewMiddleware|contrib.auth.middleware.AuthenticationMiddleware|"
    "contrib.messages.middleware.MessageMiddleware|clickjacking.XFrameOptionsMiddleware"
).split("|")
BASE = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{% block title %}Tin tức{% endblock %}</title>
<link rel="stylesheet" href="/static/site.css"></head><body><header><a href="/">Trang chủ</a>
<nav>{% for c in categories %}<a href="/?category={{ c.pk }}">{{ c.name }}</a>{% endfor %}</nav></header>
<main>{% block content %}{% endblock %}</main><aside><h2>Tin mới</h2><ul>{% for a in latest %}
<li><a href="{{ a.get_absolute_url }}">{{ a.title }}</a> {{ a.published_at|date:"d/m/Y" }}</li>{% endfor %}</ul></aside>
<footer>{% now "Y" %}</footer></body></html>"""
ARTICLE = """{% extends "base.html" %}{% block title %}{{ article.title }}{% endblock %}{% block content %}<article>
<h1>{{ article.title }}</h1><p>{{ article.category.name }} – {{ article.published_at|date:"d/m/Y H:i" }}</p>
<p><strong>{{ article.summary }}</strong></p>{{ article.body|safe }}</article><h2>Tin liên quan</h2>
<ul>{% for a in related %}<li><a href="{{ a.get_absolute_url }}">{{ a.title }}</a></li>{% endfor %}</ul>{% endblock %}"""
LIST = """{% extends "base.html" %}{% block content %}{% for a in page %}<h2><a href="{{ a.get_absolute_url }}">{{ a.title }}
</a></h2><p>{{ a.published_at|date:"d/m/Y" }} – {{ a.category.name }}</p><p>{{ a.summary }}</p>{% endfor %}
<p>{{ page.number }}/{{ page.paginator.num_pages }}</p>{% endblock %}"""
TEMPLATES = {"base.html": BASE, "article.html": ARTICLE, "list.html": LIST}
LOADERS = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", TEMPLATES)])]

if not settings.configured:
    settings.configure(
        SECRET_KEY="plain", ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, USE_TZ=True, LANGUAGE_CODE="vi",
        DATABASES={"default": {**environ.Env().db("PLAIN_DATABASE_URL"), "CONN_MAX_AGE": 600}},
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[f"django.{'' if 'contrib' in name else 'middleware.'}{name}" for name in DEFAULT_MIDDLEWARE],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": LOADERS}}],
    )  # fmt: skip
    django.setup()

from django.core.paginator import Paginator
from django.core.wsgi import get_wsgi_application
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path


class Category(models.Model):
    name = models.CharField(max_length=100)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        app_label = "plain"


class Article(models.Model):
    title = models.CharField(max_length=250)
    summary = models.TextField()
    body = models.TextField()
    published_at = models.DateTimeField(db_index=True)
    category = models.ForeignKey(Category, models.CASCADE)

    objects: ClassVar[models.Manager] = models.Manager()

    class Meta:
        app_label = "plain"
        ordering = ["-published_at"]

    def get_absolute_url(self) -> str:
        return f"/{self.pk}/"


def sidebar() -> dict[str, object]:
    return {"categories": Category.objects.all(), "latest": Article.objects.all()[:10]}


def article_list(request: HttpRequest) -> HttpResponse:
    articles = Article.objects.select_related("category")
    page = Paginator(articles, 20).get_page(request.GET.get("page"))
    return render(request, "list.html", {"page": page, **sidebar()})


def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    article = get_object_or_404(Article, pk=pk)
    related = Article.objects.filter(category=article.category).exclude(pk=pk)[:5]
    return render(request, "article.html", {"article": article, "related": related, **sidebar()})


urlpatterns = [path("", article_list), path("<int:pk>/", article_detail)]
application = get_wsgi_application()
