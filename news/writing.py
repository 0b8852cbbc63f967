"""While somebody writes: what they typed is kept every few seconds, and each sees who else has the article open."""

import datetime as dt
import re
from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news import rights
from news.models import Article, Autosave, Presence
from news.querysets.revisions import SETTLED
from news.workflow import Right
from portal.accounts.models import User
from portal.kit import richtext, vietnamese

# The columns of the form that are typed or chosen, as a browser names them.
_FIELDS = {
    *("title", "slug", "summary", "body", "lead_picture", "lead_caption", "category"),
    *("source_name", "source_url", "is_featured", "is_pinned"),
    *("published_at_0", "published_at_1", "expires_at_0", "expires_at_1", "act-correction", "act-is_minor"),
}
_ROW_FIELD = re.compile(r"(gallery|attachments|bylines)-(\d{1,3}-)?[A-Za-z_]{1,40}")
_KEY = re.compile(r"[0-9a-f]{32}")
MAX_FIELDS = 1000
# Forms of one article that one person may leave unsaved; beyond that the oldest is dropped.
MAX_PENDING = 10
# How long a form that became an article is remembered; nobody presses the same button a day later.
SETTLED_LIFETIME = dt.timedelta(days=1)
# What a person writes by hand, by which two savings of one form are told apart.
_WRITTEN = ("title", "summary", "body", "lead_caption", "source_name", "source_url")


class AlreadySaved(Exception):
    """The form of a new article was saved before; its answer was lost on the way."""

    def __init__(self, article: Article) -> None:
        super().__init__(article.pk)
        self.article = article


def keep(*, user: User, article: Article | None, key: str, base_edition: int, fields: Mapping[str, str]) -> Autosave:
    """Keeps what stands in a form, over what was kept of the same form before; unknown names are left out.

    Raises PermissionDenied for somebody else's article, ValidationError for what no form of ours sends.
    """
    _check_right(user, article)
    if not _KEY.fullmatch(key):
        raise ValidationError(_("Biểu mẫu không hợp lệ; hãy tải lại trang."))
    known = {name: value for name, value in fields.items() if name in _FIELDS or _ROW_FIELD.fullmatch(name)}
    size = sum(len(value.encode()) for value in known.values())
    if len(known) > MAX_FIELDS or size > 2 * settings.RICH_TEXT_MAX_BYTES:
        raise ValidationError(_("Nội dung quá dài nên không tự lưu được; hãy bấm Lưu."))
    tidy = {name: vietnamese.nfc(value).replace("\x00", "") for name, value in known.items()}
    if "body" in tidy:
        # It goes back into the editor, and only clean text may.
        tidy["body"] = richtext.clean_html(tidy["body"])
    # A form of a new article may not know yet that it was saved.
    article = article or made_from(user=user, key=key)
    values = {"article": article, "base_edition": base_edition, "fields": tidy, "saved_at": timezone.now()}
    with transaction.atomic():
        autosave, _created = Autosave.objects.update_or_create(user=user, key=key, defaults=values)
        _drop_oldest(user, article)
    return autosave


def _check_right(user: User, article: Article | None) -> None:
    """Who may write, whatever the state is now: an article approved meanwhile must not cost its writer a sentence."""
    if article is None:
        if not user.has_perm("news.add_article"):
            raise PermissionDenied
    elif rights.rights_of(user, article).isdisjoint({Right.OWNER, Right.EDITOR, Right.PUBLISHER}):
        raise PermissionDenied


def _drop_oldest(user: User, article: Article | None) -> None:
    surplus = Autosave.objects.pending(user, article).values_list("pk", flat=True)[MAX_PENDING:]
    Autosave.objects.filter(pk__in=list(surplus)).delete()


def forget(*, user: User, key: str) -> None:
    """Drops what was kept of a form: it was saved, or its writer does not want it."""
    Autosave.objects.filter(user=user, key=key).delete()


def made_from(*, user: User, key: str) -> Article | None:
    """The article that a person's form became when it was first saved, if it was."""
    settled = Autosave.objects.filter(user=user, key=key, article__isnull=False).select_related("article").first()
    return settled.article if settled else None


def claim(*, user: User, key: str) -> None:
    """Takes a new article's form for this transaction, so that of two savings at once one waits for the other.

    Raises AlreadySaved for the later of them. A form without a key of ours (no script sent it) is not held.
    """
    if not _KEY.fullmatch(key):
        return
    form, _created = Autosave.objects.select_for_update().get_or_create(user=user, key=key, defaults={"fields": {}})
    if form.article is not None:
        raise AlreadySaved(form.article)


def settle(*, user: User, key: str, article: Article) -> None:
    """Nothing of this form waits any more, and its key leads to the article that it became."""
    now = timezone.now()
    Autosave.objects.filter(user=user, key=key).update(article=article, fields=SETTLED, saved_at=now)
    Autosave.objects.settled_before(now - SETTLED_LIFETIME).delete()


def keep_differing(*, user: User, article: Article, key: str, fields: Mapping[str, str]) -> bool:
    """Keeps what was typed since the form became this article, to be offered beside it; says whether there was any."""
    written = {name: vietnamese.nfc(fields.get(name, "")).strip() for name in _WRITTEN}
    written["body"] = richtext.clean_html(written["body"])
    if all(written[name] == getattr(article, name) for name in _WRITTEN):
        return False
    keep(user=user, article=article, key=key, base_edition=article.edition, fields=fields)
    return True


def arrive(*, user: User, article: Article) -> list[User]:
    """Notes that a person has an article open, and returns who else has. Those gone long ago are forgotten.

    Raises PermissionDenied for somebody else's article.
    """
    _check_right(user, article)
    Presence.objects.gone().filter(article=article).delete()
    Presence.objects.update_or_create(article=article, user=user, defaults={"seen_at": timezone.now()})
    return [presence.user for presence in Presence.objects.here(article) if presence.user_id != user.pk]
