"""Validity of a document on a day, in Python; a test checks that the query set agrees.

Periods are half-open: a document is valid from ``effective_from`` on, and no longer on the day ``ceased_on``.
"""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """Validity states shown to readers. The values are part of URLs."""

    NOT_YET = "chua", _("Chưa có hiệu lực")
    IN_FORCE = "con", _("Còn hiệu lực")
    PARTLY_CEASED = "mot-phan", _("Hết hiệu lực một phần")
    CEASED = "het", _("Hết hiệu lực toàn bộ")


def validity_on(
    day: dt.date, effective_from: dt.date, partly_ceased_on: dt.date | None, ceased_on: dt.date | None
) -> Validity:
    if ceased_on is not None and ceased_on <= day:
        return Validity.CEASED
    if day < effective_from:
        return Validity.NOT_YET
    if partly_ceased_on is not None and partly_ceased_on <= day:
        return Validity.PARTLY_CEASED
    return Validity.IN_FORCE
