"""Rows for the tests of the emulation section: each takes what matters to the test and makes up the rest."""

import datetime as dt
from itertools import count
from typing import Any

from emulation.models import Agency, AgencyName, Bloc, BlocName, Decision, LeadershipTerm, Membership, Representative

_numbers = count(1)

LONG_AGO = dt.date(2016, 4, 19)


def make_decision(**given: Any) -> Decision:
    number = given.pop("number", None) or str(next(_numbers))
    values = {
        "number": number,
        "symbol": "QĐ-UBND",
        "issued_on": dt.date(2016, 4, 19),
        "issuer": "Ủy ban nhân dân tỉnh",
        "abstract": "Về việc kiện toàn các khối thi đua",
    }
    return Decision.objects.create(**values | given)


def make_agency(name: str = "Sở Tư pháp", *, since: dt.date = LONG_AGO, **given: Any) -> Agency:
    """An agency with one name; ``short_name`` and ``initials`` go to the name."""
    naming = {key: given.pop(key) for key in ("short_name", "initials") if key in given}
    slug = given.pop("slug", f"co-quan-{next(_numbers)}")
    agency = Agency.objects.create(slug=slug, **given)
    AgencyName.objects.create(agency=agency, name=name, valid_from=since, **naming)
    return agency


def make_bloc(
    name: str = "Khối thi đua các cơ quan Nội chính",
    number_label: str = "số IV",
    *,
    since: dt.date = LONG_AGO,
    **given: Any,
) -> Bloc:
    bloc = Bloc.objects.create(slug=given.pop("slug", f"khoi-thu-{next(_numbers)}"), **given)
    BlocName.objects.create(bloc=bloc, name=name, number_label=number_label, valid_from=since)
    return bloc


def make_membership(
    bloc: Bloc | None = None, agency: Agency | None = None, *, since: dt.date = LONG_AGO, **given: Any
) -> Membership:
    return Membership.objects.create(
        bloc=bloc or make_bloc(), agency=agency or make_agency(), valid_from=since, **given
    )


def make_officer(
    bloc: Bloc,
    agency: Agency,
    role: str = "head",
    *,
    since: dt.date = LONG_AGO,
    until: dt.date | None = None,
) -> LeadershipTerm:
    return LeadershipTerm.objects.create(bloc=bloc, agency=agency, role=role, valid_from=since, valid_to=until)


def make_person(officer: LeadershipTerm, person_name: str = "Nông Thị Mẫu", **given: Any) -> Representative:
    values = {"post": "Giám đốc", "valid_from": officer.valid_from, "valid_to": officer.valid_to}
    return Representative.objects.create(leadership_term=officer, person_name=person_name, **values | given)
