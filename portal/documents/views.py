"""/van-ban/: public pages of documents. Responses are the same for every user."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.content.private_files import private_file_response
from portal.core.http.absolute_urls import base_url
from portal.core.http.caching import public_file, public_page
from portal.core.http.errors import NotFoundWithMessage
from portal.core.http.pagination import paginate_or_404
from portal.core.http.spreadsheets import csv_response
from portal.documents import filters as document_filters
from portal.documents import structured_data
from portal.documents.models import Document, DocumentFile

# Limit per export; an office spreadsheet handles this many rows well.
MAX_CSV_ROWS = 5000


@require_safe
@public_page
def document_list(request: HttpRequest) -> HttpResponse:
    """/van-ban/ — newest first, filtered by a GET form."""
    filters = document_filters.parse_filters(request.GET)
    context = {
        "filters": filters,
        "search_text": filters.raw_values["q"],
        "since": filters.raw_values["tu"],
        "until": filters.raw_values["den"],
        "selects": document_filters.build_filter_selects(filters),
        "page": paginate_or_404(filters.filtered_documents(), request.GET, filters.query_string),
    }
    return render(request, "documents/document_list.html", context)


@require_safe
@public_page
def document_csv(request: HttpRequest) -> HttpResponse:
    """/van-ban.csv — all pages of the list, with the same filters."""
    documents = (
        document_filters.parse_filters(request.GET).filtered_documents().newest_first().with_taxonomy()[:MAX_CSV_ROWS]
    )
    root = base_url(request)
    headers = (
        *(_("Số, ký hiệu"), _("Loại văn bản"), _("Trích yếu"), _("Cơ quan ban hành"), _("Lĩnh vực")),
        *(_("Ngày ban hành"), _("Có hiệu lực từ ngày"), _("Hết hiệu lực từ ngày"), _("Hiệu lực hôm nay")),
        *(_("Người ký"), _("Chức vụ"), _("Địa chỉ")),
    )
    rows = (
        (
            *(document.reference, document.kind.name, document.abstract, document.issuing_body.name),
            document.subject_area.name if document.subject_area else "",
            *(document.issued_on, document.effective_from, document.ceased_on, str(document.validity.label)),
            *(document.signer_name, document.signer_post, root + document.get_absolute_url()),
        )
        for document in documents
    )
    return csv_response("van-ban", headers, rows)


@require_safe
@public_page
def document_detail(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    document = Document.objects.ever_published().with_pk(pk).for_page().first()
    if document is None:
        raise NotFoundWithMessage(_("Không có văn bản này, hoặc văn bản chưa được đăng."))
    if slug != document.slug:
        return redirect(document, permanent=True)
    if document.is_withdrawn:
        return render(request, "documents/document_gone.html", {"document": document}, status=410)
    files = list(document.files.not_removed())
    context = {
        "document": document,
        "files": files,
        "relations": list(
            document.relations.with_public_target().select_related("target__kind", "target__issuing_body")
        ),
        "incoming_relations": list(
            document.incoming_relations.with_public_source().select_related("source__kind", "source__issuing_body")
        ),
        "linked_data": structured_data.document_json_ld(document, files, base_url(request)),
    }
    return render(request, "documents/document_detail.html", context)


@require_safe
@public_file
def document_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """Serves a file of a document: to everybody while the document is public, else to staff with permission."""
    attached_file = get_object_or_404(DocumentFile.objects.select_related("document"), pk=pk)
    is_public = attached_file.removed_at is None and attached_file.document.is_public()
    if not is_public and not request.user.has_perm("documents.view_document"):
        raise NotFoundWithMessage(_("Không có tệp này, hoặc văn bản chưa được đăng."))
    return private_file_response(request, attached_file.file)
