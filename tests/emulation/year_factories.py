"""Rows of a bloc's year for the tests: each takes what matters to the test and makes up the rest."""

import datetime as dt
from typing import Any

from emulation.covenants import draft_covenant, sign_covenant
from emulation.models import Agency, Bloc, BlocDocument, Covenant, DocumentVersion, EmulationTitle, EmulationYear
from tests.emulation.factories import make_agency, make_bloc, make_membership

SIGNED_ON = dt.date(2018, 3, 21)


def make_year(bloc: Bloc | None = None, year: int = 2018, **given: Any) -> EmulationYear:
    return EmulationYear.objects.create(bloc=bloc or make_bloc(), year=year, **given)


def make_members(bloc: Bloc, count: int = 2, **given: Any) -> list[Agency]:
    """Agencies that belong to the bloc, in the order of its list."""
    agencies = [make_agency(f"Cơ quan {number}", **given) for number in range(1, count + 1)]
    for position, agency in enumerate(agencies):
        make_membership(bloc, agency, position=position)
    return agencies


def make_covenant(year: EmulationYear | None = None, members: int = 2, **given: Any) -> Covenant:
    """An unsigned covenant with as many parties as asked for."""
    year = year or make_year()
    make_members(year.bloc, members)
    values = {
        "title": "Bản giao ước thi đua năm 2018",
        "signed_on": SIGNED_ON,
        "commitments": "<p>Hoàn thành nhiệm vụ.</p>",
    }
    return draft_covenant(year=year, **values | given)


def sign_by_all(covenant: Covenant) -> Covenant:
    for party in covenant.parties.all():
        sign_covenant(covenant=covenant, agency=party.agency, post="Thủ trưởng", signed_on=SIGNED_ON)
    covenant.refresh_from_db()
    return covenant


def make_document(year: EmulationYear | None = None, **given: Any) -> BlocDocument:
    values = {"kind": "plan", "title": "Kế hoạch công tác thi đua, khen thưởng"}
    return BlocDocument.objects.create(year=year or make_year(), **values | given)


def make_version(document: BlocDocument, text: str = "<p>Nội dung.</p>", number: int = 1) -> DocumentVersion:
    return DocumentVersion.objects.create(document=document, number=number, text=text)


def make_title(**given: Any) -> EmulationTitle:
    values = {
        "code": "tap-the-lao-dong-xuat-sac",
        "name": "Tập thể lao động xuất sắc",
        "force": "civil",
        "recipient_type": "collective",
        "law": "Luật 15/2003/QH11",
        "provision": "Điều 27",
        "valid_from": dt.date(2004, 7, 1),
        "valid_to": dt.date(2024, 1, 1),
    }
    return EmulationTitle.objects.create(**values | given)
