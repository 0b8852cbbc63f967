"""Service that loads the titles, forms and kinds of the laws into the award catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from emulation import audit_log, awards_data
from emulation.awards_data import CommendationFormData, CommendationKindData, Law, TitleData
from emulation.models import CommendationForm, CommendationKind, EmulationTitle
from portal.accounts.models import User
from portal.audit import services as audit_services


@dataclass(frozen=True)
class LoadResult:
    created: int
    kept: int


@transaction.atomic
def load_awards(*, by: User | None = None) -> LoadResult:
    """Adds missing entries and leaves existing ones unchanged, so it can run after every release.

    It is a command and not a migration because laws change between releases and staff correct unverified entries.
    """
    created_flags = [
        _create_if_missing(model, row.code, law, values)
        for law, rows in (
            (awards_data.LAW_2003, (awards_data.TITLES_2003, awards_data.FORMS_2003, awards_data.KINDS_2003)),
            (awards_data.LAW_2022, (awards_data.TITLES_2022, awards_data.FORMS_2022, awards_data.KINDS_2022)),
        )
        for model, row, values in _award_rows(*rows)
    ]
    result = LoadResult(created=created_flags.count(True), kept=created_flags.count(False))
    if result.created:
        title = _("Danh mục danh hiệu, hình thức, loại hình khen thưởng")
        audit_services.record(action=audit_log.AWARDS_LOADED, by=by, title=title, detail={"count": result.created})
    return result


Award = EmulationTitle | CommendationForm | CommendationKind
AwardRow = tuple[type[Award], TitleData | CommendationFormData | CommendationKindData, dict[str, object]]


def _award_rows(
    titles: Iterable[TitleData], forms: Iterable[CommendationFormData], kinds: Iterable[CommendationKindData]
) -> Iterable[AwardRow]:
    for position, title in enumerate(titles, start=1):
        specific = {"recipient_type": title.recipient_type, "criteria": title.criteria}
        yield EmulationTitle, title, _shared_values(title, position) | _authority_values(title) | specific
    for position, form in enumerate(forms, start=1):
        yield (
            CommendationForm,
            form,
            _shared_values(form, position) | _authority_values(form) | {"group": form.group} | form.recipient_flags,
        )
    for position, kind in enumerate(kinds, start=1):
        yield CommendationKind, kind, _shared_values(kind, position)


def _shared_values(row: TitleData | CommendationFormData | CommendationKindData, position: int) -> dict[str, object]:
    return {
        "name": row.name,
        "provision": row.provision,
        "note": row.note,
        "is_unverified": bool(row.note),
        "position": position,
    }


def _authority_values(row: TitleData | CommendationFormData) -> dict[str, object]:
    return {"force": row.force, "deciding_authority": row.deciding_authority}


def _create_if_missing(model: type[Award], code: str, law: Law, values: dict[str, object]) -> bool:
    """Creates the entry unless one with its code is valid within the law's period; returns whether it did."""
    if model.objects.of_code(code).overlapping(law.valid_from, law.valid_to).exists():
        return False
    award = model(code=code, law=law.name, valid_from=law.valid_from, valid_to=law.valid_to, **values)
    award.full_clean()
    award.save()
    return True
