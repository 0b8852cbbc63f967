"""The act that brings the laws' titles, forms and kinds into the catalogue."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models, transaction

from emulation import statutes
from emulation.models import CommendationForm, CommendationKind, EmulationTitle
from emulation.statutes import Form, Kind, Statute, Title


@dataclass(frozen=True)
class Loaded:
    created: int
    kept: int


@transaction.atomic
def load_catalogue() -> Loaded:
    """Adds what is missing and leaves what is there as its keepers left it; so it may run after every release.

    A command and not a migration: laws change between releases, and staff correct entries that are to be verified.
    """
    outcomes = [
        _add(model, row.code, statute, values)
        for statute, rows in (
            (statutes.LAW_2003, (statutes.TITLES_2003, statutes.FORMS_2003, statutes.KINDS_2003)),
            (statutes.LAW_2022, (statutes.TITLES_2022, statutes.FORMS_2022, statutes.KINDS_2022)),
        )
        for model, row, values in _entries(*rows)
    ]
    return Loaded(created=outcomes.count(True), kept=outcomes.count(False))


Entry = tuple[type[models.Model], Title | Form | Kind, dict[str, object]]


def _entries(titles: Iterable[Title], forms: Iterable[Form], kinds: Iterable[Kind]) -> Iterable[Entry]:
    for position, title in enumerate(titles, start=1):
        specific = {"subject": title.subject, "criteria": title.criteria}
        yield EmulationTitle, title, _common(title, position) | _granted(title) | specific
    for position, form in enumerate(forms, start=1):
        yield CommendationForm, form, _common(form, position) | _granted(form) | {"group": form.group} | form.is_for
    for position, kind in enumerate(kinds, start=1):
        yield CommendationKind, kind, _common(kind, position)


def _common(row: Title | Form | Kind, position: int) -> dict[str, object]:
    return {
        "name": row.name,
        "article": row.article,
        "note": row.remark,
        "is_unsure": bool(row.remark),
        "position": position,
    }


def _granted(row: Title | Form) -> dict[str, object]:
    return {"force": row.force, "deciding_authority": row.authority}


def _add(model: type[models.Model], code: str, statute: Statute, values: dict[str, object]) -> bool:
    """Whether it was missing: no entry of the code holds on any day of the law's time."""
    if model.objects.of_code(code).overlapping(statute.valid_from, statute.valid_to).exists():
        return False
    entry = model(code=code, law=statute.name, valid_from=statute.valid_from, valid_to=statute.valid_to, **values)
    entry.full_clean()
    entry.save()
    return True
