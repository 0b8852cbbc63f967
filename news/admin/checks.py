"""Content checks panel under the article form: what to fix before publication."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news import content_checks
from news.content_checks.article import article_text, form_article_text, has_byline
from news.content_checks.links import find_broken_links
from news.models import Article
from portal.core.admin.widgets import LabelledSplitDateTime
from portal.core.form_fields import VietnameseDateTimeField
from portal.images.models import Image


@dataclass(frozen=True)
class CheckReport:
    """The findings, as the panel template needs them."""

    blocking: list[content_checks.Finding]
    advisory: list[content_checks.Finding]

    @property
    def summary_text(self) -> str:
        """The counts as text, so that colour is not the only cue (WCAG 1.4.1)."""
        parts = []
        if self.blocking:
            parts.append(_("%d điều phải sửa") % len(self.blocking))
        if self.advisory:
            parts.append(_("%d điều nên xem") % len(self.advisory))
        return ", ".join(parts) or _("Không thấy điều gì phải sửa")


class ArticleCheckForm(forms.Form):
    """The form fields that the checks read; fields that cannot be parsed are not checked."""

    title = forms.CharField(required=False, strip=False, max_length=5_000)
    summary = forms.CharField(required=False, strip=False, max_length=20_000)
    body = forms.CharField(required=False, strip=False, max_length=settings.RICH_TEXT_MAX_BYTES)
    lead_image = forms.ModelChoiceField(Image.objects.all(), required=False)
    published_at = VietnameseDateTimeField(required=False, widget=LabelledSplitDateTime)


def urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view(require_POST(partial(check_view, site)))
    return [path("kiem-tra/", view, name="news_article_check")]


def check_article(article: Article | None) -> CheckReport | None:
    """Checks the saved article; None for an unsaved one."""
    return None if article is None else _build_report(article_text(article))


def check_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Checks the submitted form: an HTML fragment for the panel's script, else a full page (opened in a new tab)."""
    if not request.user.has_perm("news.add_article") and not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    form = ArticleCheckForm(request.POST)
    form.is_valid()
    form_values = {name: form.cleaned_data[name] for name in form.cleaned_data if _was_sent(name, request)}
    form_values["has_author"] = has_byline(request.POST)
    context = {"report": _build_report(form_article_text(form_values))}
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "admin/news/article/content_checks.html", context)
    page = {**site.each_context(request), "title": _("Kiểm tra trước khi đăng"), "opts": Article._meta, **context}
    return render(request, "admin/news/article/content_checks_page.html", page)


def _was_sent(name: str, request: HttpRequest) -> bool:
    return name in request.POST or f"{name}_0" in request.POST


def _build_report(text: content_checks.ArticleText) -> CheckReport:
    findings = content_checks.check(text, broken_links=find_broken_links)
    return CheckReport(
        blocking=[finding for finding in findings if finding.is_blocking],
        advisory=[finding for finding in findings if not finding.is_blocking],
    )
