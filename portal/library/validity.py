"""From when until when a document holds. Pure; the query set says the same to the database (a test holds them alike).

Periods are half-open: a document holds from ``effective_from`` on, and no longer on the day ``ceased_on``.
"""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _


class Validity(models.TextChoices):
    """The states that readers are told. The values are parts of addresses."""

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
