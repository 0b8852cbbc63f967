"""The audit log."""

import datetime as dt
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit import constraints
from portal.audit.querysets import AUDIT_LOG_IS_APPEND_ONLY, AuditEntryQuerySet
from portal.core.db.fields import FoldedSearchField, NFCCharField


class AuditEntry(models.Model):
    """An audit log entry: who did what to which object, when. Written by ``portal.audit.services`` only.

    It is self-contained: names and titles are stored as they were, and it outlives the account and the object. The
    account is therefore a key without a database constraint; deleting it changes no entry.
    """

    occurred_at = models.DateTimeField(_("lúc"), default=timezone.now)
    action = models.CharField(_("việc"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("tài khoản"),
    )
    # For a sign-in attempt: the name that was typed.
    actor_name = NFCCharField(_("người thực hiện"), max_length=310, blank=True)
    kind = models.CharField(_("loại"), max_length=80, blank=True)
    target_id = models.CharField(_("mã"), max_length=80, blank=True)
    title = NFCCharField(_("đối tượng"), max_length=250, blank=True)
    detail = models.JSONField(_("chi tiết"), default=dict, blank=True)
    ip_address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True, blank=True)
    search_folded = FoldedSearchField(sources=("actor_name", "title", "details_text"))

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã ghi")
        verbose_name_plural = _("nhật ký")
        ordering = ["-occurred_at", "-pk"]
        default_permissions = ["view"]
        constraints = [*constraints.audit_log_constraints()]
        indexes = [
            models.Index("occurred_at", "id", name="audit_at"),
            models.Index("action", "occurred_at", "id", name="audit_of_action"),
            models.Index("user", "occurred_at", "id", name="audit_of_user"),
            models.Index("kind", "target_id", "occurred_at", "id", name="audit_of_target"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.occurred_at):%H:%M, %d/%m/%Y} {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(AUDIT_LOG_IS_APPEND_ONLY)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(AUDIT_LOG_IS_APPEND_ONLY)

    @property
    def details_text(self) -> str:
        """The details as text, one after the other."""
        return "; ".join(str(value) for value in self.detail.values() if value not in ("", None))

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return self.occurred_at, self.pk
