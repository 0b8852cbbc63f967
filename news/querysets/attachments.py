"""Query set of attachments."""

from typing import Self

from django.db import models


class AttachmentQuerySet(models.QuerySet):
    def not_removed(self) -> Self:
        """Currently attached; removed ones are kept for the history."""
        return self.filter(removed_at=None)
