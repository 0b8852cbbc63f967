"""Autosave and presence for the article form."""

import datetime as dt
import re
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news import permissions
from news.models import Article, Autosave, Presence
from news.querysets.revisions import SAVED_MARKER
from news.workflow import ArticleRole
from portal.accounts.models import User
from portal.core.content import rich_text
from portal.core.text import vietnamese

# The input names of the form, as a browser sends them.
_FORM_FIELDS = {
    *("title", "slug", "summary", "body", "lead_image", "lead_caption", "category"),
    *("source_name", "source_url", "is_featured", "is_pinned"),
    *("published_at_0", "published_at_1", "expires_at_0", "expires_at_1", "act-correction", "act-is_minor"),
}
_FORMSET_FIELD = re.compile(r"(gallery|attachments|bylines)-(\d{1,3}-)?[A-Za-z_]{1,40}")
_FORM_KEY = re.compile(r"[0-9a-f]{32}")
MAX_FIELDS = 1000
# Unsaved forms per article and user; beyond that the oldest is deleted.
MAX_AUTOSAVES = 10
# How long a form key that became an article is remembered, against a second submit.
SAVED_MARKER_LIFETIME = dt.timedelta(days=1)
# Hand-written fields, compared to tell two submissions of one form apart.
_COMPARED_FIELDS = ("title", "summary", "body", "lead_caption", "source_name", "source_url")


def is_form_key(text: str) -> bool:
    """Whether the value is a well-formed form key."""
    return _FORM_KEY.fullmatch(text) is not None


class AlreadySaved(Exception):
    """The form of a new article was saved before; the response was lost."""

    def __init__(self, article: Article) -> None:
        super().__init__(article.pk)
        self.article = article


def store_autosave(
    *, user: User, article: Article | None, key: str, base_revision_number: int, fields: Mapping[str, str]
) -> Autosave:
    """Stores the data of an open form, replacing its previous autosave; unknown field names are dropped.

    Raises PermissionDenied for another user's article, ValidationError for data that our forms never send.
    """
    _check_permission(user, article)
    if not is_form_key(key):
        raise ValidationError(_("Biểu mẫu không hợp lệ; hãy tải lại trang."))
    known = {name: value for name, value in fields.items() if name in _FORM_FIELDS or _FORMSET_FIELD.fullmatch(name)}
    size = sum(len(value.encode()) for value in known.values())
    if len(known) > MAX_FIELDS or size > 2 * settings.RICH_TEXT_MAX_BYTES:
        raise ValidationError(_("Nội dung quá dài nên không tự lưu được; hãy bấm Lưu."))
    cleaned = {name: vietnamese.canonical(value).replace("\x00", "") for name, value in known.items()}
    if "body" in cleaned:
        # It is loaded into the editor again, so it is sanitized first.
        cleaned["body"] = rich_text.clean_html(cleaned["body"])
    # The form of a new article may not know yet that it was saved.
    article = article or article_for_key(user=user, key=key)
    values = {
        "article": article,
        "base_revision_number": base_revision_number,
        "fields": cleaned,
        "saved_at": timezone.now(),
    }
    with transaction.atomic():
        autosave, _created = Autosave.objects.update_or_create(user=user, key=key, defaults=values)
        _drop_oldest(user, article)
    return autosave


def _check_permission(user: User, article: Article | None) -> None:
    """Checks who may write, in any state: an article approved in the meantime must not lose its author's text."""
    if article is None:
        if not user.has_perm("news.add_article"):
            raise PermissionDenied
    elif permissions.article_roles(user, article).isdisjoint(
        {ArticleRole.OWNER, ArticleRole.EDITOR, ArticleRole.PUBLISHER}
    ):
        raise PermissionDenied


def _drop_oldest(user: User, article: Article | None) -> None:
    surplus = Autosave.objects.pending(user, article).values_list("pk", flat=True)[MAX_AUTOSAVES:]
    Autosave.objects.filter(pk__in=list(surplus)).delete()


def delete_autosave(*, user: User, key: str) -> None:
    """Deletes the autosave of a form, after saving or on request of the user."""
    if is_form_key(key):
        Autosave.objects.filter(user=user, key=key).delete()


def article_for_key(*, user: User, key: str) -> Article | None:
    """The article that was created from a user's form, if any."""
    if not is_form_key(key):
        return None
    saved_marker = Autosave.objects.filter(user=user, key=key, article__isnull=False).select_related("article").first()
    return saved_marker.article if saved_marker else None


def lock_form_key(*, user: User, key: str) -> None:
    """Locks the key of a new article's form for this transaction, so that concurrent submissions are serialized.

    Raises AlreadySaved for the later one. A form without a valid key (sent without JavaScript) is not locked.
    """
    if not is_form_key(key):
        return
    form, _created = Autosave.objects.select_for_update().get_or_create(user=user, key=key, defaults={"fields": {}})
    if form.article is not None:
        raise AlreadySaved(form.article)


def mark_saved(*, user: User, key: str, article: Article) -> None:
    """Empties the autosave of a form and maps its key to the article that was created."""
    now = timezone.now()
    if is_form_key(key):
        Autosave.objects.filter(user=user, key=key).update(article=article, fields=SAVED_MARKER, saved_at=now)
    Autosave.objects.saved_before(now - SAVED_MARKER_LIFETIME).delete()


def store_unsaved_changes(*, user: User, article: Article, key: str, fields: Mapping[str, str]) -> bool:
    """Stores changes typed after the form became this article, for later recovery; returns whether any exist."""
    max_length = 2 * settings.RICH_TEXT_MAX_BYTES
    written = {name: vietnamese.canonical(fields.get(name, "")[:max_length]).strip() for name in _COMPARED_FIELDS}
    written["body"] = rich_text.clean_html(written["body"])
    if all(written[name] == getattr(article, name) for name in _COMPARED_FIELDS):
        return False
    store_autosave(user=user, article=article, key=key, base_revision_number=article.revision_number, fields=fields)
    return True


def touch_presence(*, user: User, article: Article) -> list[User]:
    """Records that a user has an article open; returns the other users present and deletes expired rows.

    Raises PermissionDenied for another user's article.
    """
    _check_permission(user, article)
    Presence.objects.expired().filter(article=article).delete()
    Presence.objects.update_or_create(article=article, user=user, defaults={"seen_at": timezone.now()})
    return [presence.user for presence in Presence.objects.active_on(article) if presence.user_id != user.pk]
