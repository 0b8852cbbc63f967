"""The acts on pages: storing a change as an edition, moving with the old addresses kept, bringing an edition back."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news.rendering import render_body
from portal.accounts import audit
from portal.accounts.models import User
from portal.redirects.leading import make_redirect
from portal.redirects.models import Redirect
from portal.redirects.paths import kept
from portal.site import paths
from portal.site.models import Page, PageRevision

Act = PageRevision.Act
# What an edition keeps of a page; moments as ISO 8601, the page above by its path.
FIELDS = ("title", "slug", "summary", "body", "language", "published_at", "withdrawn_at")
# What a return to an older edition brings back; address and period stay.
_CONTENT = ("title", "summary", "body")
# What only those who publish may set.
_PERIOD = ("published_at", "withdrawn_at")


class Overtaken(ValidationError):
    """Somebody else has stored the page since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Trang này đã được người khác lưu trong lúc bạn sửa. Hãy mở lịch sử trang để so sánh, rồi lưu lại."),
            code="overtaken",
        )


def may_publish(person: User) -> bool:
    return person.has_perm("site.publish_page")


def may_change(person: User, page: Page) -> bool:
    """Those who do not publish may write what readers do not have yet."""
    return person.has_perm("site.change_page") and (page.published_at is None or may_publish(person))


def snapshot_of(page: Page) -> dict[str, Any]:
    """Everything that people wrote or chose, as JSON."""
    return {
        **{name: _plain(getattr(page, name)) for name in FIELDS},
        "parent": page.parent.path if page.parent else "",
    }


def _plain(value: Any) -> Any:
    # In one zone, or the same moment read from a form and from the database would be two.
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value


def check(*, page: Page, by: User | None, opened_edition: int | None = None) -> Page | None:
    """Refuses what a row alone cannot know; returns the page as it is stored, None for a new one.

    ``by`` is None for what the machine does. Raises ValidationError.
    """
    stored = Page.objects.select_related("parent").filter(pk=page.pk).first() if page.pk else None
    if stored is not None and opened_edition is not None and stored.edition != opened_edition:
        raise Overtaken
    if by is not None and not may_publish(by):
        before = stored or Page()
        if before.published_at is not None or any(getattr(page, name) != getattr(before, name) for name in _PERIOD):
            raise ValidationError(
                _("Bạn chưa được giao quyền đăng, sửa trang đang đăng hoặc rút trang."), code="rights"
            )
    if stored is not None:
        _check_below(stored, page)
    return stored


def _check_below(stored: Page, page: Page) -> None:
    """A page takes those below it along, and none of them may come where a room stands."""
    for child in stored.descendants():
        path = _moved_path(child, stored, page)
        if paths.is_taken(path, page.language) or len(path) > paths.MAX_LENGTH:
            message = _("Không chuyển được vì trang con “%(title)s” sẽ đứng ở địa chỉ không dùng được: /%(path)s/.")
            raise ValidationError(message, code="below", params={"title": child.title, "path": path})


def _moved_path(child: Page, stored: Page, page: Page) -> str:
    return page.path + child.path[len(stored.path) :]


@transaction.atomic
def store_page(*, page: Page, by: User | None, opened_edition: int | None = None, act: str | None = None) -> Page:
    """Stores a new or changed page as its next edition; pages below move along, and known addresses lead on.

    ``opened_edition`` is the edition that the person had before them. Raises ValidationError.
    """
    if page.pk:
        list(Page.objects.select_for_update().filter(pk=page.pk).values_list("pk"))
    page.full_clean()
    stored = check(page=page, by=by, opened_edition=opened_edition)
    if stored is None:
        page.created_by = by
    below = stored.descendants() if stored and stored.path != page.path else []
    page.edition = (stored.edition if stored else 0) + 1
    act = act or _act(stored, page)
    page.save()
    PageRevision.objects.create(page=page, edition=page.edition, made_by=by, act=act, snapshot=snapshot_of(page))
    if stored is not None and stored.get_absolute_url() != page.get_absolute_url():
        _move(stored, page, below, by)
    if act not in {Act.CREATE, Act.CHANGE}:  # the admin's own log tells of those
        audit.record(act=f"site.{act}", by=by, thing=page)
    return page


def _act(stored: Page | None, page: Page) -> str:
    if stored is None:
        return Act.CREATE
    now = timezone.now()
    if page.is_published(now) != stored.is_published(now):
        return Act.PUBLISH if page.is_published(now) else Act.WITHDRAW
    return Act.MOVE if stored.get_absolute_url() != page.get_absolute_url() else Act.CHANGE


def _move(stored: Page, page: Page, below: Iterable[Page], by: User | None) -> None:
    moved = {page.pk: page}
    left = {stored.get_absolute_url(): page.get_absolute_url()} if stored.was_published() else {}
    for child in below:
        before = child.get_absolute_url()
        child.parent = moved[child.parent_id]
        # Its text has not changed, so neither has the day of its last change.
        child.save(update_fields=["path"])
        moved[child.pk] = child
        if child.was_published():
            left[before] = child.get_absolute_url()
    _leave_redirects(left, by)


def _leave_redirects(left: Mapping[str, str], by: User | None) -> None:
    """Every address that readers may know leads straight to where its page is now."""
    for old, new in left.items():
        Redirect.objects.at(new).delete()
        Redirect.objects.leading_to(old).update(target=new, target_path=kept(new))
        redirect = Redirect.objects.at(old).first() or Redirect(path=old)
        redirect.target, redirect.is_permanent = new, True
        redirect.note = redirect.note or _("Trang đã chuyển địa chỉ.")
        make_redirect(redirect=redirect, by=by)


@transaction.atomic
def restore(*, page: Page, revision: PageRevision, by: User | None, opened_edition: int | None = None) -> Page:
    """Brings the words of an edition back, as a new edition; address and period stay. Raises ValidationError."""
    for name in _CONTENT:
        setattr(page, name, revision.snapshot.get(name, getattr(page, name)))
    return store_page(page=page, by=by, opened_edition=opened_edition, act=Act.RESTORE)


def as_it_was(page: Page, revision: PageRevision) -> Page:
    """A copy of the page with an edition's words, ready for its page; never to be saved."""
    shown = Page.objects.get(pk=page.pk)
    for name in _CONTENT:
        setattr(shown, name, revision.snapshot.get(name, ""))
    shown.body_rendered = render_body(shown.body)
    return shown
