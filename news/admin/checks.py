"""The checks panel under an article's form: what to mend before readers see it."""

from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from news import checking
from news.checking.links import broken_links
from news.checking.stored import is_signed, text_of, text_of_form
from news.models import Article, Picture
from portal.kit.admin_widgets import SplitMoment


@dataclass(frozen=True)
class Report:
    """The findings as the panel shows them."""

    blocking: list[checking.Finding]
    advisory: list[checking.Finding]

    @property
    def sentence(self) -> str:
        """The counts in words: nobody should have to tell them by colour."""
        parts = []
        if self.blocking:
            parts.append(_("%d điều phải sửa") % len(self.blocking))
        if self.advisory:
            parts.append(_("%d điều nên xem") % len(self.advisory))
        return ", ".join(parts) or _("Không thấy điều gì phải sửa")


class CheckedForm(forms.Form):
    """The fields of an article's form that the checks look at. What cannot be read is not asked about."""

    title = forms.CharField(required=False, strip=False)
    summary = forms.CharField(required=False, strip=False)
    body = forms.CharField(required=False, strip=False)
    lead_picture = forms.ModelChoiceField(Picture.objects.all(), required=False)
    published_at = forms.SplitDateTimeField(required=False, widget=SplitMoment)


def urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view(require_POST(partial(check_view, site)))
    return [path("kiem-tra/", view, name="news_article_check")]


def report_on(article: Article | None) -> Report | None:
    """On what is saved; nothing for an article that is not."""
    return None if article is None else _report(text_of(article))


def check_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """On what stands in the form: a piece of the panel for its script, else a page of its own (a new tab)."""
    if not request.user.has_perm("news.add_article") and not request.user.has_perm("news.change_article"):
        raise PermissionDenied
    form = CheckedForm(request.POST)
    form.is_valid()
    given = {name: form.cleaned_data[name] for name in form.cleaned_data if _was_sent(name, request)}
    given["has_author"] = is_signed(request.POST)
    context = {"report": _report(text_of_form(given))}
    if request.headers.get("X-Requested-With") == "fetch":
        return render(request, "admin/news/article/checks.html", context)
    page = {**site.each_context(request), "title": _("Kiểm tra trước khi đăng"), "opts": Article._meta, **context}
    return render(request, "admin/news/article/checks_page.html", page)


def _was_sent(name: str, request: HttpRequest) -> bool:
    return name in request.POST or f"{name}_0" in request.POST


def _report(text: checking.ArticleText) -> Report:
    findings = checking.check(text, broken_links=broken_links)
    return Report(
        blocking=[finding for finding in findings if finding.is_blocking],
        advisory=[finding for finding in findings if not finding.is_blocking],
    )
