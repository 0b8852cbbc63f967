"""/van-ban/: the library as the public reads it. Every page is the same for everybody."""

import dataclasses

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.api import tables
from portal.kit import paging
from portal.kit.addresses import root_of
from portal.kit.errors import NotFoundForReader
from portal.kit.httpcache import public_page
from portal.library import asking, linked_data
from portal.library.files import file_response
from portal.library.models import Document, DocumentFile

# Of one export: what a spreadsheet of an office opens at ease.
MOST_ROWS = 5000


@require_safe
@public_page
def document_list(request: HttpRequest) -> HttpResponse:
    """/van-ban/ — newest first, narrowed by a form of plain GET."""
    asked = asking.read(request.GET)
    try:
        page = paging.page_of(asked.documents(), request.GET)
    except paging.NoSuchPage as error:
        raise NotFoundForReader(str(error)) from error
    context = {
        "asked": asked,
        "words": asked.typed["q"],
        "since": asked.typed["tu"],
        "until": asked.typed["den"],
        "choices": asking.choices(asked),
        "page": _carrying(page, asked.query),
    }
    return render(request, "library/document_list.html", context)


def _carrying(page: paging.Page, query: str) -> paging.Page:
    """The neighbours of a page with the filters of the list."""
    behind = f"&{query}" if query else ""
    newer = f"{page.newer}{behind}" if page.newer else None
    return dataclasses.replace(page, newer=newer, older=f"{page.older}{behind}" if page.older else None)


@require_safe
@public_page
def document_table(request: HttpRequest) -> HttpResponse:
    """/van-ban.csv — the list under the same filters, whole."""
    found = asking.read(request.GET).documents().newest_first().with_headings()[:MOST_ROWS]
    root = root_of(request)
    heads = (
        *(_("Số, ký hiệu"), _("Loại văn bản"), _("Trích yếu"), _("Cơ quan ban hành"), _("Lĩnh vực")),
        *(_("Ngày ban hành"), _("Có hiệu lực từ ngày"), _("Hết hiệu lực từ ngày"), _("Hiệu lực hôm nay")),
        *(_("Người ký"), _("Chức vụ"), _("Địa chỉ")),
    )
    rows = (
        (
            *(document.reference, document.kind.name, document.abstract, document.body.name),
            document.field.name if document.field else "",
            *(document.issued_on, document.effective_from, document.ceased_on, str(document.validity.label)),
            *(document.signer_name, document.signer_post, root + document.get_absolute_url()),
        )
        for document in found
    )
    return tables.csv_answer("van-ban", heads, rows)


@require_safe
@public_page
def document_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    document = Document.objects.known_to_readers().of_key(pk).for_page().first()
    if document is None:
        raise NotFoundForReader(_("Không có văn bản này, hoặc văn bản chưa được đăng."))
    if slug != document.slug:
        return redirect(document, permanent=True)
    if document.is_withdrawn:
        return render(request, "library/document_gone.html", {"document": document}, status=410)
    files = list(document.files.present())
    context = {
        "document": document,
        "files": files,
        "relations": list(document.relations.to_public().select_related("target__kind", "target__body")),
        "relations_here": list(document.relations_here.from_public().select_related("source__kind", "source__body")),
        "linked_data": linked_data.of_document(document, files, root_of(request)),
    }
    return render(request, "library/document_detail.html", context)


@require_safe
def document_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A file of a document: for everybody while the document is public, else for those who work on the library."""
    found = get_object_or_404(DocumentFile.objects.select_related("document"), pk=pk)
    is_public = found.removed_at is None and found.document.is_public()
    if not is_public and not request.user.has_perm("library.view_document"):
        raise NotFoundForReader(_("Không có tệp này, hoặc văn bản chưa được đăng."))
    return file_response(found, is_public=is_public)
