"""Notices to users about their articles, and notice settings."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.models.revisions import ArticleRevision
from news.querysets.notices import NoticeQuerySet, NoticeSettingsQuerySet
from news.workflow import ArticleAction
from portal.core.db.fields import NFCTextField
from portal.core.db.querysets import SortKey


class Notice(models.Model):
    """An in-portal notice to one user about an action on an article."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("người nhận")
    )
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", verbose_name=_("bài viết"))
    action = models.CharField(_("việc"), max_length=20, choices=[*ArticleAction.choices, *ArticleRevision.Kind.choices])
    # None is the system: a pending revision that became due, or could not be published.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người làm")
    )
    reason = NFCTextField(_("lý do"), max_length=1000, blank=True, default="")
    made_at = models.DateTimeField(_("lúc"), default=timezone.now)
    seen_at = models.DateTimeField(_("đã đọc lúc"), null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-made_at", "-pk"]
        indexes = [
            models.Index("recipient", "seen_at", name="notice_of_person_unseen"),
            models.Index(fields=["recipient", "-made_at", "-id"], name="notice_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} · {self.article}"

    @property
    def sort_position(self) -> SortKey:
        return self.made_at, self.pk


class NoticeSettings(models.Model):
    """Notice settings of a user; the default is both in the portal and by e-mail."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_settings", verbose_name=_("tài khoản")
    )
    in_page = models.BooleanField(_("Báo trong cổng, ở bàn làm việc"), default=True)
    by_email = models.BooleanField(_("Báo qua thư điện tử"), default=True)

    objects = NoticeSettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("cách nhận thông báo")
        verbose_name_plural = _("cách nhận thông báo")

    def __str__(self) -> str:
        return str(self.user)
