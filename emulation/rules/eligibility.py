"""Eligibility of an agency of a force for an award.

Source: Luật 06/2022/QH15, Điều 19–31 (titles), Điều 33, 54, 59, 71–75 (forms): the armed forces have titles of their
own (Chiến sĩ tiên tiến, Đơn vị tiên tiến, Đơn vị quyết thắng) instead of the civil ones.
"""

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

ANY_FORCE = "any"


class AwardLike(Protocol):
    @property
    def force(self) -> str: ...
    @property
    def recipient_types(self) -> Collection[str]: ...
    def is_valid_on(self, day: dt.date) -> bool: ...


class IneligibilityReason(models.TextChoices):
    """Reason why a recipient is not eligible; the label is the message for users."""

    NOT_IN_EFFECT = "not_in_force", _("Danh hiệu, hình thức này không có hiệu lực vào ngày đó.")
    WRONG_FORCE = "other_force", _("Danh hiệu, hình thức này không dành cho lực lượng của cơ quan.")
    WRONG_RECIPIENT = "other_subject", _("Danh hiệu, hình thức này không dành cho loại đối tượng này.")


def find_ineligibility_reasons(
    award: AwardLike, *, force: str, recipient_type: str, day: dt.date
) -> list[IneligibilityReason]:
    """All reasons against it; empty when the award is open to this force and recipient on the day."""
    checks = {
        IneligibilityReason.NOT_IN_EFFECT: not award.is_valid_on(day),
        IneligibilityReason.WRONG_FORCE: award.force not in (ANY_FORCE, force),
        IneligibilityReason.WRONG_RECIPIENT: recipient_type not in award.recipient_types,
    }
    return [reason for reason, applies in checks.items() if applies]
