"""What staff publish and withdraw with a reason: the abstract model, its query set and the two changes of state."""

import datetime as dt
from typing import Any, Self, TypeVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.core.db.fields import NFCTextField

MAX_REASON_LENGTH = 1000


def public_condition(at: dt.datetime | None = None, prefix: str = "") -> Q:
    """Condition of public rows; with a prefix (``target__``), of rows with a public target."""
    return Q(**{f"{prefix}published_at__lte": at or timezone.now(), f"{prefix}withdrawn_at__isnull": True})


class PublishableQuerySet(models.QuerySet):
    def public(self, at: dt.datetime | None = None) -> Self:
        """Public rows. Model version: ``Publishable.is_public``."""
        return self.filter(public_condition(at))

    def ever_published(self, at: dt.datetime | None = None) -> Self:
        """Rows that are or were public: a withdrawn one still has a page (410) with the reason."""
        return self.filter(published_at__lte=at or timezone.now())

    def drafts(self) -> Self:
        return self.filter(published_at__isnull=True)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)

    def with_pk(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def latest_published_first(self) -> Self:
        """Orders by publication on the portal, newest first, for feeds."""
        return self.order_by("-published_at", "-pk")


class Publishable(models.Model):
    """Draft until published; public until withdrawn with a reason, which readers see at its URL."""

    # Error messages of ``publish`` and ``withdraw``, with the name of the thing.
    already_public_message: str | Promise
    not_public_message: str | Promise
    missing_reason_message: str | Promise = _("Hãy nói rõ lý do.")

    published_at = models.DateTimeField(_("đăng lúc"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("rút lúc"), null=True, editable=False)
    withdrawal_reason = NFCTextField(_("lý do rút"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    updated_at = models.DateTimeField(_("sửa lúc"), auto_now=True)

    class Meta:
        abstract = True
        default_permissions = ("add", "change", "view")

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    def is_public(self, at: dt.datetime | None = None) -> bool:
        """Whether it is public. Query set version: ``PublishableQuerySet.public``."""
        return self.published_at is not None and self.published_at <= (at or timezone.now()) and not self.is_withdrawn


PublishableT = TypeVar("PublishableT", bound=Publishable)


def withdrawn_with_reason(*, name: str, message: Any) -> models.CheckConstraint:
    """Constraint: only what was published is withdrawn, and a reason stands exactly with a withdrawal."""
    return models.CheckConstraint(
        condition=Q(withdrawn_at__isnull=True, withdrawal_reason="")
        | (Q(withdrawn_at__isnull=False, published_at__isnull=False) & ~Q(withdrawal_reason="")),
        name=name,
        violation_error_message=message,
    )


def publish(row: PublishableT, *, at: dt.datetime | None = None) -> PublishableT:
    """Publishes a draft, or a withdrawn row again; returns the fresh row.

    Part of a service, which writes the audit log in the same transaction. Raises ValidationError when it is public.
    """
    row = _lock(row)
    if not row.is_draft and not row.is_withdrawn:
        raise ValidationError(str(row.already_public_message), code="public")
    row.published_at = row.published_at or at or timezone.now()
    row.withdrawn_at, row.withdrawal_reason = None, ""
    row.full_clean()
    row.save()
    return row


def withdraw(row: PublishableT, *, reason: str, at: dt.datetime | None = None) -> PublishableT:
    """Withdraws a public row; returns the fresh row. Part of a service, as ``publish``.

    Raises ValidationError when it is not public, or without a reason.
    """
    row = _lock(row)
    if row.is_draft or row.is_withdrawn:
        raise ValidationError(str(row.not_public_message), code="not_public")
    row.withdrawal_reason = clean_reason(reason, row.missing_reason_message)
    row.withdrawn_at = at or timezone.now()
    row.full_clean()
    row.save()
    return row


def clean_reason(reason: str, missing_message: str | Promise = Publishable.missing_reason_message) -> str:
    """Normalized reason. Raises ValidationError when it is empty or too long."""
    cleaned = reason.replace("\0", "").strip()
    if not cleaned:
        raise ValidationError({"reason": str(missing_message)})
    if len(cleaned) > MAX_REASON_LENGTH:
        raise ValidationError({"reason": _now("Lý do dài quá %d ký tự.") % MAX_REASON_LENGTH})
    return cleaned


def _lock(row: PublishableT) -> PublishableT:
    return type(row)._default_manager.select_for_update().get(pk=row.pk)
