"""Revisions of an article, autosaves and presence."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.revisions import ArticleRevisionQuerySet, AutosaveQuerySet, PresenceQuerySet
from news.workflow import ArticleAction, Status
from portal.core.content import rich_text
from portal.core.db.fields import NFCTextField
from portal.core.db.revisions import Revision


class ArticleRevision(Revision):
    """A revision of an article. ``revisions.snapshot_of`` defines the snapshot."""

    class Kind(models.TextChoices):
        """Changes that are not workflow actions: how an article was created or restored."""

        CREATE = "create", _("Tạo bài")
        BASELINE = "baseline", _("Bản trước khi có lịch sử")
        RESTORE_REVISION = "restore-revision", _("Khôi phục bản cũ")
        PUBLISH_REVISION = "publish-revision", _("Thay bằng bản mới")

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions", verbose_name=_("bài viết"))
    action = models.CharField(_("việc"), max_length=20, choices=[*ArticleAction.choices, *Kind.choices])
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status)
    reason = NFCTextField(_("lý do"), max_length=1000, blank=True, default="")

    objects = ArticleRevisionQuerySet.as_manager()

    class Meta(Revision.Meta):
        verbose_name = _("bản lưu")
        verbose_name_plural = _("lịch sử bài viết")
        constraints = [models.UniqueConstraint(fields=["article", "revision_number"], name="revision_number_is_unique")]
        indexes = [models.Index("made_at", name="revision_by_made_at")]


class Autosave(models.Model):
    """Unsaved input of one user in one open form: a single row, overwritten while typing.

    ``key`` is generated when the form is opened, so a form opened after a crash does not overwrite the earlier input.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="autosaves")
    base_revision_number = models.PositiveIntegerField(default=0)
    # Form data as a browser would send it: names and strings, without files.
    fields = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

    typed_title: object  # annotated by AutosaveQuerySet; whatever the browser sent

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản gõ dở")
        verbose_name_plural = _("bản gõ dở")
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="autosave_one_per_form")]
        indexes = [models.Index("user", "article", name="autosave_of_person")]

    def __str__(self) -> str:
        return self.fields.get("title", "") or str(_("Bài chưa có tiêu đề"))

    @property
    def plain_text(self) -> str:
        """The input as plain text, for a user who may no longer edit the article."""
        body = rich_text.plain_text(self.fields.get("body", ""))
        parts = (self.fields.get("title", ""), self.fields.get("summary", ""), body)
        return "\n\n".join(part for part in parts if part)


class Presence(models.Model):
    """A user who has an article's form open. Renewed by the heartbeat; expires by age."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("người đang mở bài")
        verbose_name_plural = _("người đang mở bài")
        constraints = [models.UniqueConstraint(fields=["article", "user"], name="presence_is_once")]

    def __str__(self) -> str:
        return str(self.user)
