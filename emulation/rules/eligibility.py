"""Whether an agency of a force may be put forward for an entry of the catalogue.

Source: Luật 06/2022/QH15, Điều 19–31 (titles), Điều 33, 54, 59, 71–75 (forms): the armed forces have titles of their
own (Chiến sĩ tiên tiến, Đơn vị tiên tiến, Đơn vị quyết thắng) instead of the civil ones.
"""

import datetime as dt
from collections.abc import Collection
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

ANY_FORCE = "any"


class Entry(Protocol):
    @property
    def force(self) -> str: ...
    @property
    def subjects(self) -> Collection[str]: ...
    def holds_on(self, day: dt.date) -> bool: ...


class Obstacle(models.TextChoices):
    """Why an entry is not for somebody; the label is the sentence people read."""

    NOT_IN_FORCE = "not_in_force", _("Danh hiệu, hình thức này không có hiệu lực vào ngày đó.")
    OTHER_FORCE = "other_force", _("Danh hiệu, hình thức này không dành cho lực lượng của cơ quan.")
    OTHER_SUBJECT = "other_subject", _("Danh hiệu, hình thức này không dành cho loại đối tượng này.")


def obstacles(entry: Entry, *, force: str, subject: str, day: dt.date) -> list[Obstacle]:
    """Everything that stands against it; empty when the entry is open to this force and subject on the day."""
    standing = {
        Obstacle.NOT_IN_FORCE: not entry.holds_on(day),
        Obstacle.OTHER_FORCE: entry.force not in (ANY_FORCE, force),
        Obstacle.OTHER_SUBJECT: subject not in entry.subjects,
    }
    return [obstacle for obstacle, stands in standing.items() if stands]
