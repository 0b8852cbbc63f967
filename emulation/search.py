"""Search sources: agencies, blocs, their years, adopted documents, covenants and leaders."""

import datetime as dt
from collections.abc import Iterable

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from emulation.models import (
    Agency,
    AgencyName,
    Bloc,
    BlocDocument,
    BlocName,
    Covenant,
    CovenantParty,
    CovenantSignature,
    DocumentVersion,
    EmulationYear,
    LeadershipTerm,
    MemberTheme,
    Representative,
    TargetIndicator,
)
from portal.core import search
from portal.core.search import UNDATED, AffectedIds, HtmlText, IndexDocument, ids_of, own_id, text_lines
from portal.core.text import dates, vietnamese


def _agencies() -> models.QuerySet:
    return Agency.objects.with_names()


def _agency_document(agency: Agency) -> IndexDocument:
    names = sorted(agency.names.all(), key=lambda name: name.valid_from, reverse=True)
    others = [
        way
        for name in names
        for way in (name.name, name.name_en, name.short_name, name.initials, vietnamese.initials(name.name))
    ]
    return IndexDocument(
        title=str(agency),
        lines=text_lines(
            *(_name_with_period(name) for name in names),
            agency.get_line_display(),
            agency.address,
        ),
        url=agency.get_absolute_url(),
        sort_at=dates.start_of_day(names[-1].valid_from if names else UNDATED),
        is_dated=False,
        other_titles=tuple(dict.fromkeys(filter(None, others))),
    )


def _name_with_period(name: AgencyName | BlocName) -> str:
    """A name with its validity period, so that readers of an old name recognize the agency."""
    words = [str(name), *(getattr(name, way, "") for way in ("short_name", "initials"))]
    written = ", ".join(filter(None, words))
    since = f"từ {name.valid_from:%d/%m/%Y}"
    until = f" đến {name.last_day:%d/%m/%Y}" if name.last_day else ""
    return f"{written} ({since}{until})"


def _blocs() -> models.QuerySet:
    return Bloc.objects.with_names()


def _bloc_document(bloc: Bloc) -> IndexDocument:
    names = sorted(bloc.names.all(), key=lambda name: name.valid_from, reverse=True)
    others = [way for name in names for way in (str(name), name.numbered_name, name.name_en)]
    return IndexDocument(
        title=str(bloc),
        lines=text_lines(*(_name_with_period(name) for name in names)),
        url=bloc.get_absolute_url(),
        sort_at=dates.start_of_day(names[-1].valid_from if names else UNDATED),
        is_dated=False,
        other_titles=tuple(dict.fromkeys(filter(None, others))),
    )


def _years() -> models.QuerySet:
    return EmulationYear.objects.select_related("bloc").prefetch_related("bloc__names", "member_themes__agency")


def _year_document(year: EmulationYear) -> IndexDocument:
    named = year.bloc.name_on(dt.date(year.year, 12, 31))
    return IndexDocument(
        title=f"{named or year.bloc} – năm thi đua {year.year}",
        lines=text_lines(
            year.theme,
            year.anniversary,
            *(f"{theme.agency}: {theme.theme}" for theme in year.member_themes.all()),
        ),
        url=year.get_absolute_url(),
        sort_at=dates.start_of_day(year.first_day),
    )


def _documents() -> models.QuerySet:
    return BlocDocument.objects.select_related("year__bloc").prefetch_related("year__bloc__names", "versions")


def _adopted_document(document: BlocDocument) -> IndexDocument | None:
    """Its final text. Files of its versions are internal to the bloc, so their text is not indexed."""
    if document.state != BlocDocument.State.ADOPTED or document.adopted_on is None:
        return None
    year = document.year
    last = max(document.versions.all(), key=lambda version: version.number, default=None)
    return IndexDocument(
        title=document.title,
        lines=text_lines(
            " ".join(filter(None, (document.get_kind_display(), document.reference))),
            str(year.bloc.name_on(document.adopted_on) or year.bloc),
            " ".join(filter(None, (document.signer_name, document.signer_post))),
            HtmlText(last.text) if last else "",
        ),
        url=reverse("emulation:document-detail", args=[year.bloc.slug, year.year, document.pk]),
        sort_at=dates.start_of_day(document.adopted_on),
        other_titles=tuple(filter(None, (document.reference,))),
    )


def _covenants() -> models.QuerySet:
    found = Covenant.objects.public().select_related("year__bloc")
    return found.prefetch_related("year__bloc__names", "targets", "signatures", "parties__agency__names")


def _covenant_document(covenant: Covenant) -> IndexDocument | None:
    """The URL of a year shows one covenant; a superseded one is no longer shown there."""
    shown = Covenant.objects.public().filter(year=covenant.year_id).current_first().values_list("pk", flat=True).first()
    if shown != covenant.pk:
        return None
    day = covenant.signed_on
    return IndexDocument(
        title=covenant.title,
        lines=text_lines(
            str(covenant.year.bloc.name_on(day) or covenant.year.bloc),
            HtmlText(covenant.commitments),
            *(target.text for target in covenant.targets.all()),
            *(str(party.agency.name_on(day) or party.agency) for party in covenant.parties.all()),
            *(" ".join(filter(None, (row.person_name, row.post))) for row in covenant.signatures.all()),
            covenant.legal_bases,
            covenant.place,
        ),
        url=covenant.get_absolute_url(),
        sort_at=dates.start_of_day(day),
    )


def _persons() -> models.QuerySet:
    found = Representative.objects.select_related("leadership_term__bloc", "leadership_term__agency")
    return found.prefetch_related("leadership_term__bloc__names", "leadership_term__agency__names")


def _person_document(representative: Representative) -> IndexDocument:
    term, day = representative.leadership_term, representative.valid_from
    return IndexDocument(
        title=str(representative),
        lines=text_lines(
            representative.post,
            f"{term.get_role_display()}, {term.bloc.name_on(day) or term.bloc}",
            str(term.agency.name_on(day) or term.agency),
        ),
        url=reverse("emulation:year-detail", args=[term.bloc.slug, day.year]),
        sort_at=dates.start_of_day(day),
    )


def _persons_of_agency(name: AgencyName) -> Iterable[int]:
    return ids_of(Representative.objects.filter(leadership_term__agency=name.agency_id))


def _covenants_of_agency(name: AgencyName) -> Iterable[int]:
    return ids_of(Covenant.objects.filter(parties__agency=name.agency_id))


def _rows_of_bloc(model: type[models.Model], path: str) -> AffectedIds:
    return lambda name: ids_of(model._default_manager.filter(**{path: name.bloc_id}))


def _covenants_of_year(covenant: Covenant) -> Iterable[int]:
    return {covenant.pk, *ids_of(Covenant.objects.filter(year=covenant.year_id))}


def _covenants_of_same_year(part: CovenantSignature) -> Iterable[int]:
    return ids_of(Covenant.objects.filter(year__covenants=part.covenant_id))


search.sources.register(
    search.SearchSource(
        kind="agency",
        slug="co-quan",
        label=_("Cơ quan, đơn vị"),
        originals=_agencies,
        build_document=_agency_document,
        watched_models={Agency: own_id, AgencyName: lambda row: (row.agency_id,)},
    ),
    search.SearchSource(
        kind="bloc",
        slug="khoi-thi-dua",
        label=_("Khối thi đua"),
        originals=_blocs,
        build_document=_bloc_document,
        watched_models={Bloc: own_id, BlocName: lambda row: (row.bloc_id,)},
    ),
    search.SearchSource(
        kind="year",
        slug="nam-thi-dua",
        label=_("Năm thi đua"),
        originals=_years,
        build_document=_year_document,
        watched_models={
            EmulationYear: own_id,
            MemberTheme: lambda row: (row.year_id,),
            BlocName: _rows_of_bloc(EmulationYear, "bloc"),
        },
    ),
    search.SearchSource(
        kind="document",
        slug="van-ban",
        label=_("Văn bản của khối"),
        originals=_documents,
        build_document=_adopted_document,
        watched_models={
            BlocDocument: own_id,
            DocumentVersion: lambda row: (row.document_id,),
            BlocName: _rows_of_bloc(BlocDocument, "year__bloc"),
        },
    ),
    search.SearchSource(
        kind="covenant",
        slug="giao-uoc",
        label=_("Giao ước thi đua"),
        originals=_covenants,
        build_document=_covenant_document,
        watched_models={
            Covenant: _covenants_of_year,
            CovenantParty: lambda row: (row.covenant_id,),
            CovenantSignature: _covenants_of_same_year,
            TargetIndicator: lambda row: (row.covenant_id,),
            AgencyName: _covenants_of_agency,
            BlocName: _rows_of_bloc(Covenant, "year__bloc"),
        },
    ),
    search.SearchSource(
        kind="person",
        slug="nguoi-phu-trach",
        label=_("Người phụ trách"),
        originals=_persons,
        build_document=_person_document,
        watched_models={
            Representative: own_id,
            LeadershipTerm: lambda row: ids_of(Representative.objects.filter(leadership_term=row.pk)),
            AgencyName: _persons_of_agency,
            BlocName: _rows_of_bloc(Representative, "leadership_term__bloc"),
        },
    ),
)
