"""Old addresses that lead on, and addresses that were asked for in vain."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.kit.fields import NFCCharField
from portal.redirects import paths
from portal.redirects.querysets import MissedAddressQuerySet, RedirectQuerySet


class Redirect(models.Model):
    """An address of a former site that leads to where its content is now. It answers only where no page does."""

    path = NFCCharField(
        _("địa chỉ cũ"),
        max_length=paths.MAX_LENGTH,
        unique=True,
        help_text=_("Phần sau tên miền, ví dụ /tin-cu/hoi-nghi.html. Dán cả địa chỉ cũng được."),
        error_messages={"unique": _("Địa chỉ này đã có chuyển hướng.")},
    )
    target = models.CharField(
        _("dẫn đến"),
        max_length=paths.MAX_LENGTH,
        help_text=_("Một trang của cổng này (/tin-tuc/…) hoặc một địa chỉ https:// của nơi khác."),
    )
    # The target as paths are kept, when it is ours; follows the target, so that chains are found by an index.
    target_path = models.CharField(max_length=paths.MAX_LENGTH, blank=True, default="", editable=False, db_index=True)
    is_permanent = models.BooleanField(
        _("lâu dài"), default=True, help_text=_("Bỏ chọn khi chỉ tạm dẫn sang nơi khác; máy tìm kiếm giữ địa chỉ cũ.")
    )
    note = NFCCharField(_("ghi chú"), max_length=250, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người tạo"),
    )
    made_at = models.DateTimeField(_("tạo lúc"), default=timezone.now, editable=False)

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuyển hướng")
        verbose_name_plural = _("chuyển hướng")
        ordering = ["path"]

    def __str__(self) -> str:
        return f"{self.path} → {self.target}"

    def clean(self) -> None:
        """Brings both addresses into form and refuses what would lead in a circle, on by stages, or astray."""
        self.path = self._clean_path()
        self.target = self._clean_target()
        self._derive_target_path()
        if self.target_path == self.path:
            raise ValidationError({"target": _("Địa chỉ dẫn đến chính nó.")}, code="loop")
        following = Redirect.objects.at(self.target_path).exclude(pk=self.pk).first() if self.target_path else None
        if following is not None and following.target_path == self.path:
            raise ValidationError({"target": _("Hai chuyển hướng dẫn vòng quanh nhau.")}, code="loop")
        if following is not None:
            message = _("Địa chỉ này lại dẫn đến %(target)s. Hãy dẫn thẳng đến đó.")
            raise ValidationError({"target": ValidationError(message, "chain", {"target": following.target})})
        leading_here = Redirect.objects.leading_to(self.path).exclude(pk=self.pk).first()
        if leading_here is not None:
            message = _("Chuyển hướng của %(path)s đang dẫn đến địa chỉ này. Hãy sửa nó trước.")
            raise ValidationError({"path": ValidationError(message, "chain", {"path": leading_here.path})})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = paths.kept(self.path)
        self._derive_target_path()
        super().save(*args, **kwargs)

    def _derive_target_path(self) -> None:
        self.target_path = paths.own_path(self.target) or ""

    def _clean_path(self) -> str:
        if paths.split(self.path).query:
            raise ValidationError({"path": _("Bỏ phần từ dấu “?” trở đi: chuyển hướng chỉ xét phần trước đó.")})
        path = paths.own_path(self.path)
        if path is None or path == "/" or path.startswith("//") or not paths.is_keepable(path):
            raise ValidationError({"path": _("Hãy viết một địa chỉ của cổng này, bắt đầu bằng “/”.")})
        if paths.is_staffs(path):
            raise ValidationError({"path": _("Địa chỉ của phần quản trị và của tệp không chuyển hướng được.")})
        return path

    def _clean_target(self) -> str:
        """Our own as a path, another site's by https; ``//host`` and ``/\\host`` are other sites in disguise."""
        target = self.target.strip()
        parts = paths.split(target)
        is_own = target.startswith("/") and not target.startswith(("//", "/\\"))
        is_foreign = parts.scheme == "https" and bool(parts.hostname)
        if not target.isprintable() or not (is_own or is_foreign):
            raise ValidationError(
                {"target": _("Hãy viết một địa chỉ của cổng này, bắt đầu bằng “/”, hoặc một địa chỉ https://.")}
            )
        if is_foreign and parts.hostname in paths.own_hosts():
            return parts._replace(scheme="", netloc="").geturl() or "/"
        return target


class MissedAddress(models.Model):
    """An address without a page, and how often it was asked for. A lower bound: floods are not counted in full."""

    path = models.CharField(_("địa chỉ"), max_length=paths.MAX_LENGTH, unique=True)
    count = models.PositiveIntegerField(_("số lần"), default=1)
    first_at = models.DateTimeField(_("lần đầu"), default=timezone.now)
    last_at = models.DateTimeField(_("lần cuối"), default=timezone.now)
    # A page of ours, or the mere host of another site: what stands behind it is the reader's own business.
    last_referrer = models.CharField(_("từ trang"), max_length=paths.MAX_LENGTH, blank=True)
    is_ignored = models.BooleanField(_("bỏ qua"), default=False)

    objects = MissedAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa chỉ bị gọi hụt")
        verbose_name_plural = _("địa chỉ bị gọi hụt")
        ordering = ["-count", "-last_at"]
        default_permissions = ["view", "change"]
        indexes = [models.Index("is_ignored", "count", "last_at", name="missed_most")]

    def __str__(self) -> str:
        return self.path
