"""Questions about the bloc's documents, and the refusal to rewrite their versions."""

from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery

from emulation.seals import VERSION_STAYS


class BlocDocumentQuerySet(models.QuerySet):
    def of_year_at(self, slug: str, year: int) -> Self:
        return self.filter(year__bloc__slug=slug, year__year=year)

    def of_bloc_at(self, slug: str) -> Self:
        return self.filter(year__bloc__slug=slug)

    def of_year(self, year: int) -> Self:
        return self.filter(year__year=year)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def of_key(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def adopted(self) -> Self:
        """What the public may know of; drafts stay inside the bloc."""
        return self.filter(state="adopted")

    def with_latest_text(self) -> Self:
        """With ``text_rendered``: the wording of the last version."""
        versions = self.model._meta.get_field("versions").related_model.objects.filter(document=OuterRef("pk"))
        return self.annotate(text_rendered=Subquery(versions.latest_first().values("text_rendered")[:1]))

    def with_last_wording(self) -> Self:
        """With ``worded_at``: when the last version was stored."""
        versions = self.model._meta.get_field("versions").related_model.objects.filter(document=OuterRef("pk"))
        return self.annotate(worded_at=Subquery(versions.latest_first().values("created_at")[:1]))

    def with_bloc(self) -> Self:
        return self.select_related("year__bloc")

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
