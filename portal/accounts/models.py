"""User accounts: staff of the agency and representatives of member agencies."""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.core.db.fields import NFCCharField
from portal.core.http.rate_limit_stores import AbstractRateLimitCounter
from portal.core.text import vietnamese


class User(AbstractUser):
    """An account. A Vietnamese name is one field: it is never split or reordered, and sorts by its last word."""

    backend: str  # set by authenticate() and login()

    first_name = None  # type: ignore[assignment]  # removes the field
    last_name = None  # type: ignore[assignment]
    full_name = NFCCharField(_("họ và tên"), max_length=150)
    sort_key = models.CharField(max_length=700, editable=False, default="")
    # Denormalised from the device, so that reading it needs no query; written by ``two_factor`` only.
    two_factor_enabled_at = models.DateTimeField(_("xác thực hai lớp từ"), null=True, editable=False)

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
        """Enabling, moving or disabling two-factor authentication ends the user's other sessions, as a new password
        does.
        """
        known: str = super()._get_session_auth_hash(secret=secret)  # type: ignore[misc]  # not in the stubs
        if self.two_factor_enabled_at is None:
            return known
        since = self.two_factor_enabled_at.astimezone(dt.UTC).isoformat()
        return salted_hmac("portal.accounts.two_factor", known + since, secret=secret, algorithm="sha256").hexdigest()


class RateLimitCounter(AbstractRateLimitCounter):
    """Rate-limit counters by keyed digest; expired rows are deleted by later requests."""

    class Meta:
        verbose_name = _("bộ đếm giới hạn tần suất")
        verbose_name_plural = _("bộ đếm giới hạn tần suất")
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
