"""Query set of public corrections."""

from typing import Self

from django.db import models


class CorrectionQuerySet(models.QuerySet):
    def newest_first(self) -> Self:
        return self.order_by("-noted_at", "-pk")
