"""Preview links: secret URLs that show an unpublished article to someone without an account."""

import datetime as dt
import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.preview_links import PreviewLinkQuerySet
from portal.core.db.fields import NFCCharField


def new_secret() -> str:
    return secrets.token_urlsafe(18)


class PreviewLink(models.Model):
    """A preview link.

    Its token is derived (``preview_links.build_token``), so it can be shown again and revoked here.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links", verbose_name=_("bài viết"))
    secret = models.CharField(max_length=32, default=new_secret, editable=False)
    note = NFCCharField(_("gửi cho ai"), max_length=150, blank=True, help_text=_("Ghi để nhớ; người mở không thấy."))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người tạo"),
    )
    made_at = models.DateTimeField(_("tạo lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hết hạn lúc"))
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    opened_count = models.PositiveIntegerField(_("số lần mở"), default=0)
    last_opened_at = models.DateTimeField(_("mở lần cuối"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("liên kết xem trước")
        verbose_name_plural = _("liên kết xem trước")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")), name="preview_link_expires_after_creation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article} · {timezone.localtime(self.expires_at):%d/%m/%Y %H:%M}"

    def is_open(self, at: dt.datetime | None = None) -> bool:
        """Whether the link is valid at a time."""
        return self.revoked_at is None and (at or timezone.now()) < self.expires_at
