"""The history of a page."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.site.models.pages import Page


class PageRevision(models.Model):
    """What a page was after one change. Never altered; restoring an old one makes a new one."""

    class Act(models.TextChoices):
        CREATE = "create", _("Tạo trang")
        CHANGE = "change", _("Sửa trang")
        PUBLISH = "publish", _("Đăng trang")
        WITHDRAW = "withdraw", _("Rút trang")
        MOVE = "move", _("Chuyển trang")
        RESTORE = "restore", _("Khôi phục bản cũ")

    page = models.ForeignKey(Page, models.PROTECT, related_name="revisions", verbose_name=_("trang"))
    edition = models.PositiveIntegerField(_("bản"))
    made_at = models.DateTimeField(_("lúc"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người làm")
    )
    act = models.CharField(_("việc"), max_length=10, choices=Act)
    # ``portal.site.pages.snapshot_of`` says the shape.
    snapshot = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("bản lưu của trang")
        verbose_name_plural = _("lịch sử trang")
        ordering = ["-edition"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["page", "edition"], name="site_page_edition_is_unique")]

    def __str__(self) -> str:
        return f"{self.snapshot.get('title', '')} · {_('bản')} {self.edition}"
