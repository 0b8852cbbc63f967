"""Revisions of a page."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.pages.models.pages import Page


class PageRevision(models.Model):
    """Snapshot of a page after one change. Never altered; restoring an old one creates a new one."""

    class Action(models.TextChoices):
        CREATE = "create", _("Tạo trang")
        CHANGE = "change", _("Sửa trang")
        PUBLISH = "publish", _("Đăng trang")
        WITHDRAW = "withdraw", _("Rút trang")
        MOVE = "move", _("Chuyển trang")
        RESTORE = "restore", _("Khôi phục bản cũ")

    page = models.ForeignKey(Page, models.PROTECT, related_name="revisions", verbose_name=_("trang"))
    revision_number = models.PositiveIntegerField(_("bản"))
    made_at = models.DateTimeField(_("lúc"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người làm")
    )
    action = models.CharField(_("việc"), max_length=10, choices=Action)
    # ``portal.pages.services.build_snapshot`` defines the format.
    snapshot = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("bản lưu của trang")
        verbose_name_plural = _("lịch sử trang")
        ordering = ["-revision_number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "revision_number"], name="pages_page_revision_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.snapshot.get('title', '')} · {_('bản')} {self.revision_number}"
