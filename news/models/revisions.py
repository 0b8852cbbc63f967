"""The history of an article: what it was after each change, and what its writers have typed but not saved."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from news.querysets.revisions import AutosaveQuerySet, PresenceQuerySet, RevisionQuerySet
from news.workflow import Act, Status
from portal.kit import richtext
from portal.kit.fields import NFCTextField


class ArticleRevision(models.Model):
    """What an article was after one change. Never altered; restoring an old one makes a new one."""

    class Kind(models.TextChoices):
        """Changes that are no act of the table: how an article came to be, or was brought back."""

        CREATE = "create", _("Tạo bài")
        BASELINE = "baseline", _("Bản trước khi có lịch sử")
        RESTORE_REVISION = "restore-revision", _("Khôi phục bản cũ")
        BRING_IN = "bring-in", _("Thay bằng bản mới")

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions", verbose_name=_("bài viết"))
    edition = models.PositiveIntegerField(_("bản"))
    made_at = models.DateTimeField(_("lúc"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người làm")
    )
    act = models.CharField(_("việc"), max_length=20, choices=[*Act.choices, *Kind.choices])
    status = models.CharField(_("trạng thái"), max_length=12, choices=Status)
    reason = NFCTextField(_("lý do"), max_length=1000, blank=True, default="")
    # Every field of the article with its gallery, attachments and by-lines; ``revisions.snapshot_of`` says the shape.
    snapshot = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("bản lưu")
        verbose_name_plural = _("lịch sử bài viết")
        ordering = ["-edition"]
        constraints = [models.UniqueConstraint(fields=["article", "edition"], name="revision_edition_is_unique")]
        indexes = [models.Index("made_at", name="revision_by_moment")]

    def __str__(self) -> str:
        return f"{self.snapshot.get('title', '')} · {_('bản')} {self.edition}"


class Autosave(models.Model):
    """What one person has typed into one open form and not saved: a single row, overwritten as they type.

    ``key`` is made up when the form is opened, so what was typed before a crash is not overwritten after it.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=32)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="autosaves")
    base_edition = models.PositiveIntegerField(default=0)
    # The form as a browser would send it: names and texts, without files.
    fields = models.JSONField()
    saved_at = models.DateTimeField(default=timezone.now)

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
    def words(self) -> str:
        """What was typed, as plain text, for whoever may no longer put it back into the form."""
        body = richtext.plain_text(self.fields.get("body", ""))
        parts = (self.fields.get("title", ""), self.fields.get("summary", ""), body)
        return "\n\n".join(part for part in parts if part)


class Presence(models.Model):
    """Somebody has an article's form open. It is renewed every few seconds and frees itself by growing old."""

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
