"""Query set of the audit log, with the only method that deletes entries."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.db.querysets import FoldedSearchQuerySet, KeysetQuerySet
from portal.core.text import dates

AUDIT_LOG_IS_APPEND_ONLY = _("Nhật ký chỉ được ghi thêm, không sửa, không xóa được.")


class AuditEntryQuerySet(KeysetQuerySet, FoldedSearchQuerySet):  # type: ignore[override]  # of two bases
    """Allows reading and inserting only; the database enforces the same (``portal.audit.constraints``)."""

    keyset_field = "occurred_at"

    def for_list(self) -> Self:
        """A row shows the stored names, so no other table is joined."""
        return self.defer("search_folded")

    def since(self, day: dt.date) -> Self:
        return self.filter(occurred_at__gte=dates.start_of_day(day))

    def until(self, day: dt.date) -> Self:
        """To the end of the day."""
        return self.filter(occurred_at__lt=dates.day_bounds(day).end)

    def of_action(self, action: str) -> Self:
        return self.filter(action=action)

    def of_user(self, user_pk: int) -> Self:
        return self.filter(user=user_pk)

    def with_target(self) -> Self:
        """Without sign-ins and sign-outs, which have no target."""
        return self.exclude(target_id="")

    def of_target(self, kind: str, target_id: str = "") -> Self:
        """Entries of one model, or of one object."""
        found = self.filter(kind=kind)
        return found.filter(target_id=target_id) if target_id else found

    def prune(self, before: dt.datetime) -> int:
        """Deletes entries older than ``before``, returns their number; for ``services.prune`` alone, which logs it."""
        return super(AuditEntryQuerySet, self.filter(occurred_at__lt=before)).delete()[0]

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(AUDIT_LOG_IS_APPEND_ONLY)

    def delete(self) -> NoReturn:
        raise ValidationError(AUDIT_LOG_IS_APPEND_ONLY)

    def bulk_update(self, objs: Iterable[Any], fields: Iterable[str], batch_size: int | None = None) -> NoReturn:
        raise ValidationError(AUDIT_LOG_IS_APPEND_ONLY)
