"""Queries of attachments."""

from typing import Self

from django.db import models


class AttachmentQuerySet(models.QuerySet):
    def present(self) -> Self:
        """Those that stand on their article now; the others are kept for its history."""
        return self.filter(removed_at=None)
