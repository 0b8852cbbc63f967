"""Admin pages of an article's history; a pending revision can also be compared with its live article."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import bylines, permissions, revisions, services
from news.models import Article, ArticleRevision
from news.views import article_context
from news.workflow import ArticleAction
from portal.core.admin.revision_history import RevisionHistoryAdmin
from portal.core.db.revisions import Revision
from portal.core.diff import field_diff
from portal.core.diff.field_diff import Snapshot
from portal.core.http.users import signed_in_user

# Value of ``?voi=`` that compares a pending revision with the live article.
WITH_LIVE = "ban-dang-dang"


class ArticleHistoryAdmin(RevisionHistoryAdmin):
    history_title = gettext_lazy("Lịch sử bài viết")

    def get_history_row(self, request: HttpRequest, pk: int) -> Article:
        """Raises 404 for an article that the user may not open; 403 for a public one whose history is restricted."""
        if not request.user.has_perm("news.view_article"):
            raise PermissionDenied
        article = get_object_or_404(Article.objects.visible_to(signed_in_user(request)).for_page(), pk=pk)
        if not permissions.can_view_unpublished(signed_in_user(request), article):
            raise PermissionDenied
        return article

    def can_restore(self, request: HttpRequest, row: Article) -> bool:
        return permissions.can_perform(signed_in_user(request), ArticleAction.EDIT, row)

    def restore_revision(
        self, request: HttpRequest, row: Article, revision: ArticleRevision, opened_revision_number: int
    ) -> str:
        row.revision_number = opened_revision_number
        services.restore_revision(revision=revision, article=row, by=signed_in_user(request))
        names = [str(field_diff.field_label(name)) for name in revisions.fields_not_restored(revision.snapshot, row)]
        return _("Có phần đã bị xóa khỏi kho nên không lấy lại được đủ: %s.") % ", ".join(names) if names else ""

    def revision_page(self, request: HttpRequest, row: Article, revision: ArticleRevision) -> dict[str, Any]:
        shown = revisions.article_from_snapshot(revision.snapshot, row)
        authors = revisions.authors_from_snapshot(revision.snapshot)
        return {
            **article_context(shown),
            "byline_parts": bylines.byline_parts(authors, bylines.BylineSource(shown.source_name, shown.source_url)),
            "gallery": revisions.gallery_from_snapshot(revision.snapshot, shown),
            "attachments": revisions.attachments_from_snapshot(revision.snapshot),
            "preview": True,
        }

    def newer_side(self, request: HttpRequest, row: Article) -> tuple[Revision | None, Snapshot]:
        """The current state is not always the newest revision: articles older than their history have none."""
        return super().newer_side(request, row) if request.GET.get("den") else (None, revisions.snapshot_of(row))

    def older_side(
        self, request: HttpRequest, row: Article, newer: Revision | None
    ) -> tuple[Revision | None, Snapshot]:
        if request.GET.get("voi") != WITH_LIVE:
            return super().older_side(request, row, newer)
        if row.revision_of is None or not permissions.can_view(signed_in_user(request), row.revision_of):
            raise Http404
        return None, revisions.snapshot_of(row.revision_of)

    def snapshot_labels(self, before: Snapshot, after: Snapshot) -> field_diff.Labels:
        return revisions.load_labels(before, after)

    def list_context(self, request: HttpRequest, row: Article) -> dict[str, Any]:
        return {
            "pending_revisions": row.pending_revisions.visible_to(signed_in_user(request)).order_by("-pk"),
            "previous_urls": row.previous_urls.order_by("-published_on", "slug"),
        }
