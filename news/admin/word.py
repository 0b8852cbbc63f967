"""Nhập từ Word: documents become drafts of the person who brings them."""

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

from news.importing import word
from news.importing.found import FoundArticle, Unreadable
from news.importing.storing import Imported, Outcome, author_named, import_article
from news.models import Article, Category
from portal.accounts.models import User

# Each may carry pictures that are made in several widths before the answer comes.
MAX_DOCUMENTS = 10


class DocumentsInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class DocumentsField(forms.FileField):
    """One or several documents; what is in them is looked at one by one, so that a bad one spoils no other."""

    widget = DocumentsInput(attrs={"accept": ".docx"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = data if isinstance(data, list) else [data]
        if not files or None in files:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_DOCUMENTS:
            raise ValidationError(_("Mỗi lần nhập tối đa %(limit)d tệp."), params={"limit": MAX_DOCUMENTS})
        return files


class ImportWordForm(forms.Form):
    documents = DocumentsField(
        label=gettext_lazy("Tệp Word"),
        help_text=gettext_lazy("Tệp .docx, mỗi tệp thành một bản nháp; chọn được nhiều tệp cùng lúc."),
    )
    category = forms.ModelChoiceField(Category.objects.in_order(), label=gettext_lazy("Chuyên mục"))


def urls(site: AdminSite) -> list[URLPattern]:
    view = site.admin_view(require_http_methods(["GET", "POST"])(partial(import_view, site)))
    return [path("nhap-tu-word/", view, name="news_article_import_word")]


def import_view(site: AdminSite, request: HttpRequest) -> HttpResponse:
    """Takes documents and opens the first draft made of them, with what was lost on the way above it."""
    if not request.user.has_perm("news.add_article"):
        raise PermissionDenied
    form = ImportWordForm(*([request.POST, request.FILES] if request.method == "POST" else []))
    if form.is_valid():
        drafts, refusals = _import_all(request.user, **form.cleaned_data)
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


def _import_all(
    by: User, documents: Iterable[UploadedFile], category: Category
) -> tuple[list[tuple[str, Imported]], list[str]]:
    """Each document on its own: the drafts by the documents' names, and why the others gave none."""
    drafts, refusals = [], []
    for document in documents:
        try:
            found = _with_allowed_author(word.read(document, document.name), by)
            drafts.append((document.name, import_article(found, category=category, as_draft=True, by=by)))
        except Unreadable as error:
            refusals.append(f"“{document.name}”: {error}")
        except ValidationError as error:
            refusals.append(f"“{document.name}”: {' '.join(error.messages)}")
        except OSError as error:
            refusals.append(
                _("“%(name)s”: không ghi được ảnh (%(reason)s).") % {"name": document.name, "reason": error}
            )
    return drafts, refusals


def _with_allowed_author(found: FoundArticle, by: User) -> FoundArticle:
    """A by-line that nobody has yet stays a line of the text when the person may not add authors."""
    if not found.author or by.has_perm("news.add_author") or author_named(found.author) is not None:
        return found
    told = _("Bài ký tên “%s” nhưng chưa có tác giả này; tên được giữ ở cuối bài, hãy chọn tác giả.") % found.author
    body = f"{found.body_html}<p>{escape(found.author)}</p>"
    return replace(found, author="", body_html=body, warnings=(*found.warnings, told))


def _open_first(site: AdminSite, request: HttpRequest, drafts: list[tuple[str, Imported]]) -> HttpResponse:
    article_admin = site.get_model_admin(Article)
    for name, imported in drafts:
        article = imported.article
        address = reverse("admin:news_article_change", args=[article.pk])
        if imported.outcome is Outcome.PRESENT:
            told = _("“{}”: bạn đã nhập bài này rồi, bản nháp là “{}”.")
        else:
            told = _("“{}”: đã thành bản nháp “{}”.")
            article_admin.log_addition(request, article, [{"added": {}}])
        messages.success(request, format_html(told, name, _link(address, article.title)))
        for warning in imported.warnings:
            messages.warning(request, f"“{name}”: {warning}")
    first = drafts[0][1].article
    if article_admin.has_view_permission(request, first):
        return redirect("admin:news_article_change", first.pk)
    return redirect("admin:index")


def _link(address: str, words: str) -> str:
    return format_html('<a href="{}">{}</a>', address, words)
