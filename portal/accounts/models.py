"""The people who sign in: staff of the agency and officers of member agencies; and the trail of what they did."""

import datetime as dt
from typing import Any, NoReturn

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.accounts import seals
from portal.accounts.querysets import TRAIL_STAYS, AuditEntryQuerySet
from portal.kit import vietnamese
from portal.kit.fields import FoldedField, NFCCharField


class User(AbstractUser):
    """An account. A Vietnamese name is one field: it is never split or reordered, and sorts by its last word."""

    first_name = None
    last_name = None
    full_name = NFCCharField(_("họ và tên"), max_length=150)
    sort_key = models.CharField(max_length=700, editable=False, default="")
    # Written by ``two_factor`` only, beside the device that it speaks of: asking it costs no query.
    two_factor_since = models.DateTimeField(_("xác thực hai lớp từ"), null=True, editable=False)

    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")
        ordering = ["sort_key", "username"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = vietnamese.person_sort_key(self.full_name)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return vietnamese.given_name(self.full_name)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Two-factor turned on, moved or taken away ends this person's other sessions, as a new password does."""
        known: str = super()._get_session_auth_hash(secret=secret)
        if self.two_factor_since is None:
            return known
        since = self.two_factor_since.astimezone(dt.UTC).isoformat()
        return salted_hmac("portal.accounts.two_factor", known + since, secret=secret, algorithm="sha256").hexdigest()


class AuditEntry(models.Model):
    """A line of the trail: who did what to which thing, when. Written by ``portal.accounts.audit`` only.

    It stands for itself: names and titles are kept as they were then, and it outlives the account and the thing.
    The account is therefore pointed at without a constraint; nothing has to change here when it is deleted.
    """

    at = models.DateTimeField(_("lúc"), default=timezone.now)
    act = models.CharField(_("việc"), max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("tài khoản"),
    )
    # Of an attempt to sign in: the name that was typed.
    actor_name = NFCCharField(_("người thực hiện"), max_length=310, blank=True)
    kind = models.CharField(_("loại"), max_length=80, blank=True)
    thing_id = models.CharField(_("mã"), max_length=80, blank=True)
    title = NFCCharField(_("đối tượng"), max_length=250, blank=True)
    detail = models.JSONField(_("chi tiết"), default=dict, blank=True)
    address = models.GenericIPAddressField(_("địa chỉ mạng"), null=True, blank=True)
    search_folded = FoldedField(sources=("actor_name", "title", "words"))

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("việc đã ghi")
        verbose_name_plural = _("nhật ký")
        ordering = ["-at", "-pk"]
        default_permissions = ["view"]
        constraints = seals.trail_stays()
        indexes = [
            models.Index("at", "id", name="audit_at"),
            models.Index("act", "at", "id", name="audit_of_act"),
            models.Index("user", "at", "id", name="audit_of_person"),
            models.Index("kind", "thing_id", "at", "id", name="audit_about"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%H:%M, %d/%m/%Y} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(TRAIL_STAYS)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(TRAIL_STAYS)

    @property
    def words(self) -> str:
        """The detail as words, one after the other."""
        return "; ".join(str(value) for value in self.detail.values() if value not in ("", None))

    @property
    def sort_position(self) -> tuple[dt.datetime, int]:
        return self.at, self.pk
