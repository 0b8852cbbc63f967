""" "Nhập từ Word": creates drafts of the user from uploaded Word documents."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from news.importers import word_process
from news.importers.result import ParsedArticle
from news.importers.save import ArticleImportResult, ImportOutcome, find_author, import_article
from news.models import Article, Category
from portal.accounts.models import User
from portal.core.admin import bulk
from portal.core.http.users import signed_in_user

# Each may hold images that are resized to several widths within the request.
MAX_DOCUMENTS = 10
# The file's name, the draft and how it was imported.
Draft = tuple[str, Article, ArticleImportResult]


class MultipleFileInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class MultipleFileField(forms.FileField):
    """One or several files; each is validated on its own, so that one bad file does not reject the others."""

    widget = MultipleFileInput(attrs={"accept": ".docx"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data]
        if not files or None in files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_DOCUMENTS:
            raise ValidationError(_("Mỗi lần nhập tối đa %(limit)d tệp."), params={"limit": MAX_DOCUMENTS})
        return files


class ImportWordForm(forms.Form):
    documents = MultipleFileField(
        label=gettext_lazy("Tệp Word"),
        help_text=gettext_lazy("Tệp .docx, mỗi tệp thành một bản nháp; chọn được nhiều tệp cùng lúc."),
    )
    category = forms.ModelChoiceField(Category.objects.in_order(), label=gettext_lazy("Chuyên mục"))


def urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view(require_http_methods(["GET", "POST"])(partial(import_view, site)))
    return [path("nhap-tu-word/", view, name="news_article_import_word")]


def import_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Imports the uploaded documents and redirects to the first draft, with the import warnings as messages."""
    if not request.user.has_perm("news.add_article"):
        raise PermissionDenied
    is_sent = request.method == "POST"
    form = ImportWordForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_valid():
        drafts, refusals = _import_all(signed_in_user(request), **form.cleaned_data)
        for refusal in refusals:
            messages.error(request, refusal)
        if drafts:
            return _open_first(site, request, drafts)
    context = {
        **site.each_context(request),
        "title": _("Nhập từ Word"),
        "opts": Article._meta,
        "form": form,
    }
    return TemplateResponse(request, "admin/news/article/import_word.html", context)


def _import_all(by: User, documents: Iterable[UploadedFile], category: Category) -> tuple[list[Draft], list[str]]:
    """Imports each document separately; returns the drafts and the errors, by file name."""
    drafts: list[Draft] = []
    refusals: list[str] = []
    for document in documents:
        name = document.name or ""
        try:
            found = _with_allowed_author(word_process.read(document, name), by)
            imported = import_article(found, category=category, as_draft=True, by=by)
            if imported.article is not None:  # as in every import that is no dry run
                drafts.append((name, imported.article, imported))
        except Exception as error:  # noqa: BLE001  # reported for this document; the others are still imported
            refusals.append(f"“{name}”: {bulk.failure_message(error)}")
    return drafts, refusals


def _with_allowed_author(found: ParsedArticle, by: User) -> ParsedArticle:
    """An unknown byline stays text in the body when the user may not add authors."""
    if not found.author or by.has_perm("news.add_author") or find_author(found.author) is not None:
        return found
    warning = _("Bài ký tên “%s” nhưng chưa có tác giả này; tên được giữ ở cuối bài, hãy chọn tác giả.") % found.author
    body = f"{found.body_html}<p>{escape(found.author)}</p>"
    return replace(found, author="", body_html=body, warnings=(*found.warnings, warning))


def _open_first(site: AdminSite, request: HttpRequest, drafts: list[Draft]) -> HttpResponse:
    article_admin = site.get_model_admin(Article)
    for name, article, imported in drafts:
        url = reverse("admin:news_article_change", args=[article.pk])
        if imported.outcome is ImportOutcome.ALREADY_EXISTS:
            message = _("“{}”: bạn đã nhập bài này rồi, bản nháp là “{}”.")
        else:
            message = _("“{}”: đã thành bản nháp “{}”.")
            article_admin.log_addition(request, article, [{"added": {}}])
        messages.success(request, format_html(message, name, _link(url, article.title)))
        for warning in imported.warnings:
            messages.warning(request, f"“{name}”: {warning}")
    first = drafts[0][1]
    if article_admin.has_view_permission(request, first):
        return redirect("admin:news_article_change", first.pk)
    return redirect("admin:index")


def _link(url: str, text: str) -> str:
    return format_html('<a href="{}">{}</a>', url, text)
