"""Services for pages: storing a change as a revision, moving pages with redirects, restoring a revision."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.revisions import snapshot_value
from portal.images.body_html import render_body
from portal.pages import paths
from portal.pages.models import Page, PageRevision
from portal.redirects.models import Redirect
from portal.redirects.paths import normalize_path
from portal.redirects.resolver import save_redirect

Action = PageRevision.Action
# Fields in a revision's snapshot; datetimes as ISO 8601, the parent by its path.
SNAPSHOT_FIELDS = ("title", "slug", "summary", "body", "language", "published_at", "withdrawn_at")
# Fields restored from a revision; path and publication period stay.
_CONTENT_FIELDS = ("title", "summary", "body")
# Fields that only users who may publish can set.
_PUBLICATION_FIELDS = ("published_at", "withdrawn_at")


class PageEditConflict(ValidationError):
    """Raised when the page was changed since the user opened it."""

    def __init__(self) -> None:
        super().__init__(
            _("Trang này đã được người khác lưu trong lúc bạn sửa. Hãy mở lịch sử trang để so sánh, rồi lưu lại."),
            code="overtaken",
        )


def can_publish(user: User) -> bool:
    return user.has_perm("pages.publish_page")


def can_change(user: User, page: Page) -> bool:
    """Users without publish permission may only change pages that were never published."""
    return user.has_perm("pages.change_page") and (page.published_at is None or can_publish(user))


def build_snapshot(page: Page) -> dict[str, Any]:
    """All editable content, as JSON."""
    return {
        **{name: snapshot_value(getattr(page, name)) for name in SNAPSHOT_FIELDS},
        "parent": page.parent.path if page.parent else "",
    }


def validate_page_change(*, page: Page, by: User | None, opened_revision_number: int | None = None) -> Page | None:
    """Validates a page against other rows; returns the stored page, None for a new one.

    ``by`` is None for automatic changes. Raises ValidationError.
    """
    stored = Page.objects.select_related("parent").filter(pk=page.pk).first() if page.pk else None
    if stored is not None and opened_revision_number is not None and stored.revision_number != opened_revision_number:
        raise PageEditConflict
    if by is not None and not can_publish(by):
        before = stored or Page()
        if before.published_at is not None or any(
            getattr(page, name) != getattr(before, name) for name in _PUBLICATION_FIELDS
        ):
            raise ValidationError(
                _("Bạn chưa được giao quyền đăng, sửa trang đang đăng hoặc rút trang."), code="rights"
            )
    if stored is not None:
        _check_descendant_paths(stored, page)
    return stored


def _check_descendant_paths(stored: Page, page: Page) -> None:
    """The page's descendants move with it, and none of them may get a reserved path."""
    for child in stored.descendants():
        path = _path_after_move(child, stored, page)
        if paths.is_reserved(path, page.language) or len(path) > paths.MAX_LENGTH:
            message = _("Không chuyển được vì trang con “%(title)s” sẽ đứng ở địa chỉ không dùng được: /%(path)s/.")
            raise ValidationError(message, code="below", params={"title": child.title, "path": path})


def _path_after_move(child: Page, stored: Page, page: Page) -> str:
    return page.path + child.path[len(stored.path) :]


@transaction.atomic
def save_page(
    *, page: Page, by: User | None, opened_revision_number: int | None = None, action: str | None = None
) -> Page:
    """Saves a page as its next revision; moves its descendants and redirects their published URLs.

    ``opened_revision_number`` is the revision that the user edited. Raises ValidationError.
    """
    if page.pk:
        list(Page.objects.select_for_update().filter(pk=page.pk).values_list("pk"))
    page.full_clean()
    stored = validate_page_change(page=page, by=by, opened_revision_number=opened_revision_number)
    if stored is None:
        page.created_by = by
    descendants = stored.descendants() if stored and stored.path != page.path else []
    page.revision_number = (stored.revision_number if stored else 0) + 1
    action = action or _determine_action(stored, page)
    page.save()
    PageRevision.objects.create(
        page=page, revision_number=page.revision_number, made_by=by, action=action, snapshot=build_snapshot(page)
    )
    if stored is not None and stored.get_absolute_url() != page.get_absolute_url():
        _move_descendants(stored, page, descendants, by)
    audit_services.record(
        action=f"pages.{action}", by=by, target=page, detail={"fields": _changed_field_labels(stored, page)}
    )
    return page


def _changed_field_labels(stored: Page | None, page: Page) -> list[str]:
    """Verbose names of the changed fields."""
    names = [name for name in SNAPSHOT_FIELDS if stored is not None and getattr(stored, name) != getattr(page, name)]
    labels = {field.name: str(field.verbose_name) for field in Page._meta.fields}
    return [labels[name] for name in names]


def _determine_action(stored: Page | None, page: Page) -> str:
    if stored is None:
        return Action.CREATE
    now = timezone.now()
    if page.is_published(now) != stored.is_published(now):
        return Action.PUBLISH if page.is_published(now) else Action.WITHDRAW
    return Action.MOVE if stored.get_absolute_url() != page.get_absolute_url() else Action.CHANGE


def _move_descendants(stored: Page, page: Page, descendants: Iterable[Page], by: User | None) -> None:
    moved = {page.pk: page}
    old_to_new_urls = {stored.get_absolute_url(): page.get_absolute_url()} if stored.was_published() else {}
    for child in descendants:
        old_url = child.get_absolute_url()
        child.parent = moved[child.parent_id or 0]
        # Its content has not changed, so ``updated_at`` stays.
        child.save(update_fields=["path"])
        moved[child.pk] = child
        if child.was_published():
            old_to_new_urls[old_url] = child.get_absolute_url()
    _create_redirects(old_to_new_urls, by)


def _create_redirects(old_to_new_urls: Mapping[str, str], by: User | None) -> None:
    """Redirects every published URL directly to the page's current URL."""
    for old, new in old_to_new_urls.items():
        Redirect.objects.for_path(new).delete()
        Redirect.objects.targeting(old).update(target=new, target_path=normalize_path(new))
        redirect = Redirect.objects.for_path(old).first() or Redirect(path=old)
        redirect.target, redirect.is_permanent = new, True
        redirect.note = redirect.note or _("Trang đã chuyển địa chỉ.")
        save_redirect(redirect=redirect, by=by)


@transaction.atomic
def restore_revision(
    *, page: Page, revision: PageRevision, by: User | None, opened_revision_number: int | None = None
) -> Page:
    """Restores the content of a revision as a new revision; path and period stay. Raises ValidationError."""
    for name in _CONTENT_FIELDS:
        setattr(page, name, revision.snapshot.get(name, getattr(page, name)))
    return save_page(page=page, by=by, opened_revision_number=opened_revision_number, action=Action.RESTORE)


def page_at_revision(page: Page, revision: PageRevision) -> Page:
    """Unsaved copy of the page with the revision's content, for rendering only."""
    shown = Page.objects.get(pk=page.pk)
    for name in _CONTENT_FIELDS:
        setattr(shown, name, revision.snapshot.get(name, ""))
    shown.body_rendered = render_body(shown.body)
    return shown
