"""The people who sign in: staff of the agency and officers of member agencies."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.kit import vietnamese
from portal.kit.fields import NFCCharField


class User(AbstractUser):
    """An account. A Vietnamese name is one field: it is never split or reordered, and sorts by its last word."""

    first_name = None
    last_name = None
    full_name = NFCCharField(_("họ và tên"), max_length=150)
    sort_key = models.CharField(max_length=700, editable=False, default="")

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
