"""Query sets for covenants and registrations, and the ban on bulk changes to sealed rows."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef

from emulation.immutability import COVENANT_SEALED_MESSAGE
from emulation.querysets.years import agency_name_on

if TYPE_CHECKING:
    from emulation.models.covenants import Covenant


class SealedQuerySet(models.QuerySet):
    """Forbids bulk updates and deletes of rows of a sealed covenant; database triggers forbid them too."""

    sealed_at_lookup = "covenant__sealed_at"

    def sealed(self) -> Self:
        return self.filter(**{f"{self.sealed_at_lookup}__isnull": False})

    def unsealed(self) -> Self:
        return self.filter(**{f"{self.sealed_at_lookup}__isnull": True})

    def update(self, **kwargs: Any) -> int:
        self._validate_none_sealed()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]  # as Django marks its own

    def delete(self) -> tuple[int, dict[str, int]]:
        self._validate_none_sealed()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _validate_none_sealed(self) -> None:
        if self.order_by().sealed().exists():
            raise ValidationError(COVENANT_SEALED_MESSAGE, code="sealed")


class CovenantQuerySet(SealedQuerySet):
    sealed_at_lookup = "sealed_at"

    def with_signature_counts(self) -> Self:
        """Annotates ``party_count`` and ``signature_count``."""
        return self.annotate(
            party_count=Count("parties", distinct=True), signature_count=Count("signatures", distinct=True)
        )

    def public(self) -> Self:
        """Covenants with at least one signature; unsigned drafts are not public."""
        signatures = self.model._meta.get_field("signatures").related_model.objects.filter(covenant=OuterRef("pk"))
        return self.filter(Exists(signatures))

    def of_bloc_year(self, slug: str, year: int) -> Self:
        return self.filter(year__bloc__slug=slug, year__year=year)

    def superseding(self, covenant: "Covenant") -> Self:
        """The covenant that supersedes another, if there is one."""
        return self.filter(supersedes=covenant)

    def for_year_page(self) -> Self:
        return self.public().with_signature_counts().current_first().defer("commitments", "legal_bases")

    def current_first(self) -> Self:
        """Orders by validity: the latest sealed first, else the latest being signed."""
        return self.order_by(F("sealed_at").desc(nulls_last=True), "-pk")


class RegistrationQuerySet(models.QuerySet):
    def not_withdrawn(self) -> Self:
        """Registrations that are not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def public(self) -> Self:
        """Registrations of collectives, which are public. Those of individuals are private."""
        return self.not_withdrawn().filter(recipient_type="collective")


class CovenantPartyQuerySet(SealedQuerySet):
    def with_name_on(self, day: dt.date) -> Self:
        """Annotates ``agency_name`` and ``agency_slug``: each party's name on a day."""
        return self.annotate(agency_name=agency_name_on("agency", day), agency_slug=F("agency__slug"))
