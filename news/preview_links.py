"""Creates, resolves and revokes preview links: secret URLs of unpublished articles.

The token is the row's primary key and a random value, signed: it cannot be guessed or forged, the admin can show it
again, and revoking the row invalidates it.
"""

import datetime as dt
import secrets

from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import permissions
from news.models import Article, PreviewLink
from news.workflow import ArticleAction, ArticleRole, ArticleState
from portal.accounts.models import User
from portal.audit import services as audit_services

LINK_CREATED, LINK_REVOKED = "news.preview_link_created", "news.preview_link_revoked"
AUDIT_ACTIONS = {
    LINK_CREATED: gettext_lazy("Tạo liên kết xem trước"),
    LINK_REVOKED: gettext_lazy("Thu hồi liên kết xem trước"),
}
LIFETIMES_DAYS = (1, 3, 7, 30)
# Public articles have their own URL; withdrawn and expired ones are not previewable.
PREVIEWABLE_STATES = frozenset(
    {ArticleState.DRAFT, ArticleState.SUBMITTED, ArticleState.RETURNED, ArticleState.APPROVED, ArticleState.SCHEDULED}
)
_signer = signing.Signer(sep=".", salt="news.preview-link")


def can_create(user: User, article: Article) -> bool:
    """Whether a user may create preview links: they can edit the article in its current state, or publish it."""
    has_role = permissions.can_perform(
        user, ArticleAction.EDIT, article
    ) or ArticleRole.PUBLISHER in permissions.article_roles(user, article)
    return has_role and permissions.can_view(user, article) and article.state_at() in PREVIEWABLE_STATES


def can_revoke(user: User, link: PreviewLink) -> bool:
    """Whether a user may revoke a link: its creator, and those who can edit or publish the article."""
    roles = permissions.article_roles(user, link.article)
    return link.made_by_id == user.pk or not roles.isdisjoint(
        {ArticleRole.OWNER, ArticleRole.EDITOR, ArticleRole.PUBLISHER}
    )


@transaction.atomic
def create_preview_link(
    *, article: Article, by: User, days: int, note: str = "", at: dt.datetime | None = None
) -> PreviewLink:
    """Creates a preview link valid for some days. Raises PermissionDenied or ValidationError."""
    if not can_create(by, article):
        raise PermissionDenied(_("Bạn không tạo được liên kết xem trước cho bài này."))
    if days not in LIFETIMES_DAYS:
        raise ValidationError(_("Hãy chọn một thời hạn trong danh sách."), code="days")
    now = at or timezone.now()
    link = PreviewLink(article=article, made_by=by, made_at=now, expires_at=now + dt.timedelta(days=days), note=note)
    link.full_clean()
    link.save()
    # Only the expiry is logged: the token itself grants access.
    audit_services.record(
        action=LINK_CREATED, by=by, target=article, detail={"link_ends": link.expires_at, "note": note}, at=now
    )
    return link


@transaction.atomic
def revoke_preview_link(*, link: PreviewLink, by: User, at: dt.datetime | None = None) -> PreviewLink:
    """Revokes a link for good; idempotent."""
    if not can_revoke(by, link):
        raise PermissionDenied(_("Bạn không thu hồi được liên kết này."))
    if link.revoked_at is None:
        link.revoked_at = at or timezone.now()
        link.save(update_fields=["revoked_at"])
        audit_services.record(
            action=LINK_REVOKED, by=by, target=link.article, detail={"note": link.note}, at=link.revoked_at
        )
    return link


def build_token(link: PreviewLink) -> str:
    return _signer.sign(f"{link.pk}-{link.secret}")


def preview_url(link: PreviewLink) -> str:
    """The URL path of the preview page."""
    return reverse("news:shared-preview", args=[build_token(link)])


def find_by_token(token: str) -> PreviewLink | None:
    """The link of a token, valid or not; None for a token that we did not issue. At most one query."""
    try:
        key, _dash, secret = _signer.unsign(token).partition("-")
    except signing.BadSignature:
        return None
    link = PreviewLink.objects.with_article().filter(pk=int(key)).first()
    return link if link is not None and secrets.compare_digest(link.secret, secret) else None
