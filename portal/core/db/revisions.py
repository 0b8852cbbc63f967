"""Abstract model and query set for revisions: numbered snapshots of a row, one after each change."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet):
    def for_list(self) -> Self:
        """Rows for the history list: user and time, without the snapshots."""
        return self.select_related("made_by").defer("snapshot")

    def before(self, revision_number: int) -> Self:
        return self.filter(revision_number__lt=revision_number)


class Revision(models.Model):
    """The state of a row after one change. Immutable; restoring an old revision creates a new one.

    A subclass has a foreign key to the row with ``related_name="revisions"``, and ``action`` with its choices.
    """

    revision_number = models.PositiveIntegerField(_("bản"))
    made_at = models.DateTimeField(_("lúc"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("người làm")
    )
    snapshot = models.JSONField(_("nội dung"), encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True
        ordering = ["-revision_number"]

    def __str__(self) -> str:
        return f"{self.snapshot.get('title', '')} · {_('bản')} {self.revision_number}"


def snapshot_value(value: Any) -> Any:
    """A column's value in a snapshot; timestamps in UTC, so that those of a form and of the database compare equal."""
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else value
