"""Questions about the bloc's documents, and the refusal to rewrite their versions."""

from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models

from emulation.seals import VERSION_STAYS


class BlocDocumentQuerySet(models.QuerySet):
    def adopted(self) -> Self:
        """What the public may know of; drafts stay inside the bloc."""
        return self.filter(state="adopted")

    def in_order(self) -> Self:
        return self.order_by("adopted_on", "pk")


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that are added and then stay; the database's own guard stands behind this one."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(VERSION_STAYS)

    def delete(self) -> NoReturn:
        raise ValidationError(VERSION_STAYS)

    def latest_first(self) -> Self:
        return self.order_by("-number")
