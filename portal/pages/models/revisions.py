"""Revisions of a page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.db.revisions import Revision, RevisionQuerySet
from portal.pages.models.pages import Page


class PageRevision(Revision):
    """A revision of a page. ``portal.pages.services.build_snapshot`` defines the snapshot."""

    class Action(models.TextChoices):
        CREATE = "create", _("Tạo trang")
        CHANGE = "change", _("Sửa trang")
        PUBLISH = "publish", _("Đăng trang")
        WITHDRAW = "withdraw", _("Rút trang")
        MOVE = "move", _("Chuyển trang")
        RESTORE = "restore", _("Khôi phục bản cũ")

    page = models.ForeignKey(Page, models.PROTECT, related_name="revisions", verbose_name=_("trang"))
    action = models.CharField(_("việc"), max_length=10, choices=Action)

    objects = RevisionQuerySet.as_manager()

    class Meta(Revision.Meta):
        verbose_name = _("bản lưu của trang")
        verbose_name_plural = _("lịch sử trang")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "revision_number"], name="pages_page_revision_number_is_unique")
        ]
