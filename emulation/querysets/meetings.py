"""Questions about meetings and who attended them."""

from typing import Self

from django.db import models


class MeetingQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        return self.order_by("held_on", "starts_at", "pk")


class AttendanceQuerySet(models.QuerySet):
    def members(self) -> Self:
        return self.filter(capacity="member")

    def guests(self) -> Self:
        return self.filter(capacity="guest")

    def member_count(self) -> int:
        """How many member agencies were there: two people of one agency count once, guests not at all."""
        return self.members().values("agency").distinct().count()
