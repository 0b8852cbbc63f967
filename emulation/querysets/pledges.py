"""Questions about covenants and registrations, and the refusal to touch what is sealed."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef

from emulation.querysets.years import agency_name_on
from emulation.seals import COVENANT_IS_SEALED

if TYPE_CHECKING:
    from emulation.models.pledges import Covenant


class SealedQuerySet(models.QuerySet):
    """Refuses to change rows of a sealed covenant in bulk; the database's own guards stand behind it."""

    seal = "covenant__sealed_at"

    def sealed(self) -> Self:
        return self.filter(**{f"{self.seal}__isnull": False})

    def unsealed(self) -> Self:
        return self.filter(**{f"{self.seal}__isnull": True})

    def update(self, **kwargs: Any) -> int:
        self._refuse_sealed()
        return super().update(**kwargs)

    update.alters_data = True  # type: ignore[attr-defined]  # as Django marks its own

    def delete(self) -> tuple[int, dict[str, int]]:
        self._refuse_sealed()
        return super().delete()

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def _refuse_sealed(self) -> None:
        if self.order_by().sealed().exists():
            raise ValidationError(COVENANT_IS_SEALED, code="sealed")


class CovenantQuerySet(SealedQuerySet):
    seal = "sealed_at"

    def with_signature_counts(self) -> Self:
        """Each with ``party_count`` and ``signature_count``."""
        return self.annotate(
            party_count=Count("parties", distinct=True), signature_count=Count("signatures", distinct=True)
        )

    def public(self) -> Self:
        """Those that signing has begun on; a mere draft stays inside the bloc."""
        signatures = self.model._meta.get_field("signatures").related_model.objects.filter(covenant=OuterRef("pk"))
        return self.filter(Exists(signatures))

    def of_year_at(self, slug: str, year: int) -> Self:
        return self.filter(year__bloc__slug=slug, year__year=year)

    def correcting(self, covenant: "Covenant") -> Self:
        """The covenant that supersedes another, if there is one."""
        return self.filter(supersedes=covenant)

    def for_year_page(self) -> Self:
        return self.public().with_signature_counts().current_first().defer("commitments", "legal_bases")

    def current_first(self) -> Self:
        """The one that holds comes first: the latest sealed, else the latest being signed."""
        return self.order_by(F("sealed_at").desc(nulls_last=True), "-pk")


class RegistrationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_on__isnull=True)

    def public(self) -> Self:
        """What the public may see: what collectives aim at. An individual's registration is private."""
        return self.standing().filter(subject="collective")


class CovenantPartyQuerySet(SealedQuerySet):
    def named_on(self, day: dt.date) -> Self:
        """With ``agency_name`` and ``agency_slug``: what each party was called on a day."""
        return self.annotate(agency_name=agency_name_on("agency", day), agency_slug=F("agency__slug"))
