"""Query sets for the bloc's documents, with append-only versions."""

from typing import Any, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Subquery

from emulation.immutability import VERSION_IMMUTABLE_MESSAGE


class BlocDocumentQuerySet(models.QuerySet):
    def of_bloc_year(self, slug: str, year: int) -> Self:
        return self.filter(year__bloc__slug=slug, year__year=year)

    def of_bloc_slug(self, slug: str) -> Self:
        return self.filter(year__bloc__slug=slug)

    def of_year(self, year: int) -> Self:
        return self.filter(year__year=year)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def with_pk(self, pk: int) -> Self:
        return self.filter(pk=pk)

    def adopted(self) -> Self:
        """Adopted documents, which are public; drafts are not."""
        return self.filter(state="adopted")

    def with_latest_text(self) -> Self:
        """Annotates ``text_rendered``: the text of the last version."""
        versions = self.model._meta.get_field("versions").related_model.objects.filter(document=OuterRef("pk"))
        return self.annotate(text_rendered=Subquery(versions.latest_first().values("text_rendered")[:1]))

    def with_last_version_at(self) -> Self:
        """Annotates ``last_version_at``: when the last version was stored."""
        versions = self.model._meta.get_field("versions").related_model.objects.filter(document=OuterRef("pk"))
        return self.annotate(last_version_at=Subquery(versions.latest_first().values("created_at")[:1]))

    def with_bloc(self) -> Self:
        return self.select_related("year__bloc")

    def in_order(self) -> Self:
        return self.order_by("adopted_on", "pk")


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that can be added but not changed or deleted; a database trigger forbids it too."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise ValidationError(VERSION_IMMUTABLE_MESSAGE)

    def delete(self) -> NoReturn:
        raise ValidationError(VERSION_IMMUTABLE_MESSAGE)

    def latest_first(self) -> Self:
        return self.order_by("-number")
