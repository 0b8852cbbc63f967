"""Redirects from old URLs, and the log of 404s."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.db.fields import NFCCharField
from portal.core.http.absolute_urls import split_url
from portal.redirects import paths
from portal.redirects.querysets import NotFoundHitQuerySet, RedirectQuerySet


class Redirect(models.Model):
    """Redirect from an old URL to the current one. It is used only when the old URL has no page."""

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
    # The target as a normalized path, if it is on this site; derived on save, and indexed to detect chains.
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
        """Normalizes both URLs; rejects loops, chains and invalid targets."""
        self.path = self._clean_path()
        self.target = self._clean_target()
        self._derive_target_path()
        if self.target_path == self.path:
            raise ValidationError({"target": _("Địa chỉ dẫn đến chính nó.")}, code="loop")
        next_redirect = (
            Redirect.objects.for_path(self.target_path).exclude(pk=self.pk).first() if self.target_path else None
        )
        if next_redirect is not None and next_redirect.target_path == self.path:
            raise ValidationError({"target": _("Hai chuyển hướng dẫn vòng quanh nhau.")}, code="loop")
        if next_redirect is not None:
            message = _("Địa chỉ này lại dẫn đến %(target)s. Hãy dẫn thẳng đến đó.")
            raise ValidationError({"target": ValidationError(message, "chain", {"target": next_redirect.target})})
        previous_redirect = Redirect.objects.targeting(self.path).exclude(pk=self.pk).first()
        if previous_redirect is not None:
            message = _("Chuyển hướng của %(path)s đang dẫn đến địa chỉ này. Hãy sửa nó trước.")
            raise ValidationError({"path": ValidationError(message, "chain", {"path": previous_redirect.path})})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.path = paths.normalize_path(self.path)
        self._derive_target_path()
        super().save(*args, **kwargs)

    def _derive_target_path(self) -> None:
        self.target_path = paths.to_local_path(self.target) or ""

    def _clean_path(self) -> str:
        if split_url(self.path).query:
            raise ValidationError({"path": _("Bỏ phần từ dấu “?” trở đi: chuyển hướng chỉ xét phần trước đó.")})
        path = paths.to_local_path(self.path)
        if path is None or path == "/" or path.startswith("//") or not paths.is_storable(path):
            raise ValidationError({"path": _("Hãy viết một địa chỉ của cổng này, bắt đầu bằng “/”.")})
        if paths.is_reserved_path(path):
            raise ValidationError({"path": _("Địa chỉ của phần quản trị và của tệp không chuyển hướng được.")})
        return path

    def _clean_target(self) -> str:
        """Normalizes a target on this site to a path; others need https. ``//host`` and ``/\\host`` are other sites."""
        target = self.target.strip()
        parts = split_url(target)
        is_own = target.startswith("/") and not target.startswith(("//", "/\\"))
        is_foreign = parts.scheme == "https" and bool(parts.hostname)
        if not target.isprintable() or not (is_own or is_foreign):
            raise ValidationError(
                {"target": _("Hãy viết một địa chỉ của cổng này, bắt đầu bằng “/”, hoặc một địa chỉ https://.")}
            )
        if is_foreign and parts.hostname in paths.get_site_hosts():
            return parts._replace(scheme="", netloc="").geturl() or "/"
        return target


class NotFoundHit(models.Model):
    """URL that returned 404, with its hits. The number is a lower bound, because writes are rate limited."""

    path = models.CharField(_("địa chỉ"), max_length=paths.MAX_LENGTH, unique=True)
    count = models.PositiveIntegerField(_("số lần"), default=1)
    first_seen_at = models.DateTimeField(_("lần đầu"), default=timezone.now)
    last_seen_at = models.DateTimeField(_("lần cuối"), default=timezone.now)
    # A path on this site, or only the host of another site, to protect the reader's privacy.
    last_referrer = models.CharField(_("từ trang"), max_length=paths.MAX_LENGTH, blank=True)
    is_ignored = models.BooleanField(_("bỏ qua"), default=False)

    objects = NotFoundHitQuerySet.as_manager()

    class Meta:
        verbose_name = _("địa chỉ bị gọi hụt")
        verbose_name_plural = _("địa chỉ bị gọi hụt")
        ordering = ["-count", "-last_seen_at"]
        default_permissions = ["view", "change"]
        indexes = [models.Index("is_ignored", "count", "last_seen_at", name="not_found_hit_by_count")]

    def __str__(self) -> str:
        return self.path
