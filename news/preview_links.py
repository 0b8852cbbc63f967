"""Making, opening and revoking the secret addresses at which somebody without an account reads what is to come.

The token is the row's key and a random word, signed: it cannot be guessed or made up, the desk can show it again,
and it is worth nothing once the row says so.
"""

import datetime as dt
import secrets

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from news import rights
from news.models import Article, PreviewLink
from news.workflow import Act, Right, State
from portal.accounts.models import User

LIFETIMES_DAYS = (1, 3, 7, 30)
# What is public has its own address; what was taken away from readers stays away from everybody.
PREVIEWED = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPROVED, State.SCHEDULED})
_signer = signing.Signer(sep=".", salt="news.preview-link")


def may_make(user: User, article: Article) -> bool:
    """Whether a person may let somebody in: they can edit the article as it stands now, or publish it."""
    is_trusted = rights.may(user, Act.EDIT, article) or Right.PUBLISHER in rights.rights_of(user, article)
    return is_trusted and rights.may_see(user, article) and article.state_at() in PREVIEWED


def may_revoke(user: User, link: PreviewLink) -> bool:
    """Whether a person may close a link: whoever made it, and those who edit or publish the article."""
    held = rights.rights_of(user, link.article)
    return link.made_by_id == user.pk or not held.isdisjoint({Right.OWNER, Right.EDITOR, Right.PUBLISHER})


@transaction.atomic
def make_link(*, article: Article, by: User, days: int, note: str = "", at: dt.datetime | None = None) -> PreviewLink:
    """A new address for an article, open for so many days. Raises PermissionDenied or ValidationError."""
    if not may_make(by, article):
        raise PermissionDenied(_("Bạn không tạo được liên kết xem trước cho bài này."))
    if days not in LIFETIMES_DAYS:
        raise ValidationError(_("Hãy chọn một thời hạn trong danh sách."), code="days")
    now = at or timezone.now()
    link = PreviewLink(article=article, made_by=by, made_at=now, ends_at=now + dt.timedelta(days=days), note=note)
    link.full_clean()
    link.save()
    return link


@transaction.atomic
def revoke_link(*, link: PreviewLink, by: User, at: dt.datetime | None = None) -> PreviewLink:
    """Closes an address for good; a second time changes nothing."""
    if not may_revoke(by, link):
        raise PermissionDenied(_("Bạn không thu hồi được liên kết này."))
    if link.revoked_at is None:
        link.revoked_at = at or timezone.now()
        link.save(update_fields=["revoked_at"])
    return link


def token_of(link: PreviewLink) -> str:
    return _signer.sign(f"{link.pk}-{link.secret}")


def address_of(link: PreviewLink) -> str:
    """The path of the secret page."""
    return reverse("news:shared-preview", args=[token_of(link)])


def link_of(token: str) -> PreviewLink | None:
    """The link that a token was made for, open or not; None when we never made such a token. One query at most."""
    try:
        key, _dash, secret = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.with_article().filter(pk=int(key)).first()
    return link if link is not None and secrets.compare_digest(link.secret, secret) else None
