"""Search sources: how each kind of object becomes an index entry, and which model changes affect it.

Visibility is always decided by the app that owns the object. Nothing private is read here: no drafts, no files that
are not public, no registrations.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

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
from news.models import Article, Attachment, Author, Byline
from portal.consultations.models import Consultation, ConsultationFile
from portal.core.text import dates
from portal.documents.models import Document as LibraryDocument
from portal.documents.models import DocumentFile
from portal.organisation.models import Official, Posting, Unit
from portal.pages.models import Page
from portal.questions.models import Question
from portal.search import abbreviations
from portal.search.documents import HtmlText, IndexDocument
from portal.search.models import FileText, IndexEntry

_UNDATED = dt.date(dates.FIRST_YEAR, 1, 1)


AffectedIds = Callable[[Any], Iterable[int]]


@dataclass(frozen=True)
class SearchSource:
    """One kind of object. ``watched_models`` maps a model to a function: changed row to affected original keys."""

    kind: IndexEntry.Kind
    originals: Callable[[], models.QuerySet]
    build_document: Callable[[Any], IndexDocument | None]
    watched_models: Mapping[type[models.Model], AffectedIds] = field(default_factory=dict)
    # Of these keys, those that are public at a time, decided by the owning app.
    filter_public_ids: Callable[[list[int], dt.datetime], set[int]] | None = None


def _text_lines(*parts: str | None) -> tuple[str, ...]:
    return tuple(filter(None, parts))


def _names_and_texts(files: Iterable[Any], texts: Mapping[str, str]) -> Iterator[str | None]:
    """The names of stored files and their extracted text, if any."""
    for file in files:
        yield file.name
        yield texts.get(file.file.name)


def _own_id(row: models.Model) -> Iterable[int]:
    return (row.pk,)


# Articles


def _articles() -> models.QuerySet:
    columns = ("title", "slug", "summary", "body", "source_name", "category_id", "status", "expires_at", "goes_live_at")
    # ``to_attr`` avoids a query set per article when the prefetched rows are read.
    files = Prefetch("attachments", Attachment.objects.not_removed(), to_attr="listed_attachments")
    signers = Prefetch("bylines", Byline.objects.only("article_id", "author_id"), to_attr="listed_bylines")
    found = Article.objects.exclude(published_at=None).prefetch_related(files, signers)
    return found.only(*columns, "published_at", "published_on")


def article_document(article: Article) -> IndexDocument | None:
    """The index document of an article, or None when it will never be public."""
    if article.published_at is None or not article.is_published(at=article.published_at):
        return None
    attachments = article.listed_attachments
    files = file_texts(attachment.file.name for attachment in attachments)
    return IndexDocument(
        title=article.title,
        lines=_text_lines(
            article.summary,
            HtmlText(article.body),
            article.source_name,
            *_names_and_texts(attachments, files),
        ),
        url=article.get_absolute_url(),
        sort_at=article.published_at,
        category_id=article.category_id,
        author_ids=tuple(byline.author_id for byline in article.listed_bylines),
        visible_from=article.published_at,
        visible_to=article.expires_at,
    )


def file_texts(names: Iterable[str]) -> dict[str, str]:
    """The extracted text of stored files (``text_extraction``); no query without files."""
    asked = [name for name in names if name]
    return dict(FileText.objects.filter(name__in=asked).values_list("name", "text")) if asked else {}


def _public_article_ids(keys: list[int], at: dt.datetime) -> set[int]:
    """Checks row by row: with status and keys combined SQLite would scan all published articles."""
    rows = Article.objects.only("status", "published_at", "expires_at", "goes_live_at").in_bulk(keys)
    return {key for key, article in rows.items() if article.is_published(at)}


def _authors() -> models.QuerySet:
    return Author.objects.all()


def _author_document(author: Author) -> IndexDocument:
    return IndexDocument(
        title=author.display_name,
        lines=_text_lines(author.biography),
        url=author.get_absolute_url(),
        sort_at=dates.start_of_day(_UNDATED),
        is_dated=False,
    )


# Blocs


def _agencies() -> models.QuerySet:
    return Agency.objects.with_names()


def _agency_document(agency: Agency) -> IndexDocument:
    names = sorted(agency.names.all(), key=lambda name: name.valid_from, reverse=True)
    others = [
        way
        for name in names
        for way in (name.name, name.name_en, name.short_name, name.initials, abbreviations.abbreviate_name(name.name))
    ]
    return IndexDocument(
        title=str(agency),
        lines=_text_lines(
            *(_name_with_period(name) for name in names),
            agency.get_line_display(),
            agency.address,
        ),
        url=agency.get_absolute_url(),
        sort_at=dates.start_of_day(names[-1].valid_from if names else _UNDATED),
        is_dated=False,
        other_titles=tuple(dict.fromkeys(filter(None, others))),
    )


def _name_with_period(name: AgencyName | BlocName) -> str:
    """A name with its validity period, so that readers of an old name recognize the agency."""
    words = [str(name), *(getattr(name, way, "") for way in ("short_name", "initials"))]
    written = ", ".join(filter(None, words))
    since = _("từ %s") % f"{name.valid_from:%d/%m/%Y}"
    until = _(" đến %s") % f"{name.last_day:%d/%m/%Y}" if name.last_day else ""
    return f"{written} ({since}{until})"


def _blocs() -> models.QuerySet:
    return Bloc.objects.with_names()


def _bloc_document(bloc: Bloc) -> IndexDocument:
    names = sorted(bloc.names.all(), key=lambda name: name.valid_from, reverse=True)
    others = [way for name in names for way in (str(name), name.numbered_name, name.name_en)]
    return IndexDocument(
        title=str(bloc),
        lines=_text_lines(*(_name_with_period(name) for name in names)),
        url=bloc.get_absolute_url(),
        sort_at=dates.start_of_day(names[-1].valid_from if names else _UNDATED),
        is_dated=False,
        other_titles=tuple(dict.fromkeys(filter(None, others))),
    )


def _years() -> models.QuerySet:
    return EmulationYear.objects.select_related("bloc").prefetch_related("bloc__names", "member_themes__agency")


def _year_document(year: EmulationYear) -> IndexDocument:
    named = year.bloc.name_on(dt.date(year.year, 12, 31))
    return IndexDocument(
        title=_("%(bloc)s – năm thi đua %(year)s") % {"bloc": named or year.bloc, "year": year.year},
        lines=_text_lines(
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
    if document.state != BlocDocument.State.ADOPTED:
        return None
    year = document.year
    last = max(document.versions.all(), key=lambda version: version.number, default=None)
    return IndexDocument(
        title=document.title,
        lines=_text_lines(
            " ".join(filter(None, (document.get_kind_display(), document.reference))),
            str(year.bloc.name_on(document.adopted_on) or year.bloc),
            " ".join(filter(None, (document.signer_name, document.signer_post))),
            HtmlText(last.text) if last else "",
        ),
        url=reverse("emulation:document-detail", args=[year.bloc.slug, year.year, document.pk]),
        sort_at=dates.start_of_day(document.adopted_on),
        other_titles=tuple(filter(None, (document.reference,))),
    )


def _library_documents() -> models.QuerySet:
    return LibraryDocument.objects.exclude(published_at=None).for_list()


def _library_document(document: LibraryDocument) -> IndexDocument | None:
    """Includes the text of its public files."""
    if document.published_at is None or not document.is_public(at=document.published_at):
        return None
    texts = file_texts(file.file.name for file in document.listed_files)
    return IndexDocument(
        title=document.abstract,
        lines=_text_lines(
            document.title,
            document.issuing_body.name,
            document.subject_area.name if document.subject_area else "",
            document.signer,
            *_names_and_texts(document.listed_files, texts),
        ),
        url=document.get_absolute_url(),
        sort_at=dates.start_of_day(document.issued_on),
        other_titles=(document.reference, document.title),
        visible_from=document.published_at,
    )


def _consultations() -> models.QuerySet:
    files = Prefetch("files", ConsultationFile.objects.not_removed(), to_attr="listed_files")
    return Consultation.objects.exclude(published_at=None).prefetch_related(files)


def _consultation_document(consultation: Consultation) -> IndexDocument | None:
    """The draft itself; submitted comments are not indexed."""
    if consultation.published_at is None or not consultation.is_public(at=consultation.published_at):
        return None
    texts = file_texts(file.file.name for file in consultation.listed_files)
    return IndexDocument(
        title=consultation.title,
        lines=_text_lines(
            HtmlText(consultation.explanation),
            consultation.unit,
            HtmlText(consultation.summary) if consultation.summary_published_at else "",
            *_names_and_texts(consultation.listed_files, texts),
        ),
        url=consultation.get_absolute_url(),
        sort_at=consultation.opens_at,
        visible_from=consultation.published_at,
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
        lines=_text_lines(
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
        lines=_text_lines(
            representative.post,
            f"{term.get_role_display()}, {term.bloc.name_on(day) or term.bloc}",
            str(term.agency.name_on(day) or term.agency),
        ),
        url=reverse("emulation:year-detail", args=[term.bloc.slug, day.year]),
        sort_at=dates.start_of_day(day),
    )


# The agency itself


def _units() -> models.QuerySet:
    return Unit.objects.select_related("parent")


def _unit_document(unit: Unit) -> IndexDocument:
    """A dissolved unit keeps its page; a future unit is not indexed."""
    others = (unit.short_name, unit.name_en, abbreviations.abbreviate_name(unit.name))
    return IndexDocument(
        title=unit.name,
        lines=_text_lines(
            str(unit.parent) if unit.parent else "",
            HtmlText(unit.functions),
            unit.address,
        ),
        url=unit.get_absolute_url(),
        sort_at=dates.start_of_day(unit.valid_from),
        is_dated=False,
        other_titles=tuple(filter(None, others)),
        visible_from=dates.start_of_day(unit.valid_from),
    )


def _postings() -> models.QuerySet:
    return Posting.objects.public().select_related("official", "unit")


def _posting_document(posting: Posting) -> IndexDocument:
    """Visible on the days that pages show it: a leader's term from its first day for good, a contact's while held."""
    first, after = posting.valid_from, posting.valid_to
    days = _("từ %s") % f"{first:%d/%m/%Y}"
    until = _(" đến %s") % f"{posting.last_day:%d/%m/%Y}" if after else ""
    return IndexDocument(
        title=posting.official.full_name,
        lines=_text_lines(f"{posting.post}, {posting.unit} ({days}{until})", posting.area),
        url=posting.unit.get_absolute_url(),
        sort_at=dates.start_of_day(first),
        is_dated=False,
        visible_from=dates.start_of_day(first),
        visible_to=None if posting.is_leader or after is None else dates.start_of_day(after),
    )


def _questions() -> models.QuerySet:
    return Question.objects.published()


def _question_document(question: Question) -> IndexDocument | None:
    """The published question and answer; no data of the sender."""
    if question.published_at is None:
        return None
    return IndexDocument(
        title=question.public_subject,
        lines=_text_lines(question.public_text, question.unit, HtmlText(question.answer)),
        url=question.get_absolute_url(),
        sort_at=question.published_at,
    )


def _public_question_ids(keys: list[int], at: dt.datetime) -> set[int]:
    return set(_ids(Question.objects.published().filter(pk__in=keys)))


# Static pages


def _pages() -> models.QuerySet:
    return Page.objects.exclude(published_at=None).defer("body_rendered")


def _page_document(page: Page) -> IndexDocument | None:
    if page.published_at is None:
        return None
    return IndexDocument(
        title=page.title,
        lines=_text_lines(page.summary, HtmlText(page.body)),
        url=page.get_absolute_url(),
        sort_at=page.published_at,
        is_dated=False,
        visible_from=page.published_at,
        visible_to=page.withdrawn_at,
    )


def _public_page_ids(keys: list[int], at: dt.datetime) -> set[int]:
    return set(_ids(Page.objects.published(at).filter(pk__in=keys)))


def _ids(rows: models.QuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))


def _persons_of_agency(name: AgencyName) -> Iterable[int]:
    return _ids(Representative.objects.filter(leadership_term__agency=name.agency_id))


def _covenants_of_agency(name: AgencyName) -> Iterable[int]:
    return _ids(Covenant.objects.filter(parties__agency=name.agency_id))


def _rows_of_bloc(model: type[models.Model], path: str) -> AffectedIds:
    return lambda name: _ids(model._default_manager.filter(**{path: name.bloc_id}))


def _covenants_of_year(covenant: Covenant) -> Iterable[int]:
    return {covenant.pk, *_ids(Covenant.objects.filter(year=covenant.year_id))}


def _covenants_of_same_year(part: CovenantSignature) -> Iterable[int]:
    return _ids(Covenant.objects.filter(year__covenants=part.covenant_id))


SOURCES: tuple[SearchSource, ...] = (
    SearchSource(
        IndexEntry.Kind.ARTICLE,
        _articles,
        article_document,
        {
            Article: _own_id,
            Attachment: lambda row: (row.article_id,),
            Byline: lambda row: (row.article_id,),
        },
        filter_public_ids=_public_article_ids,
    ),
    SearchSource(IndexEntry.Kind.AUTHOR, _authors, _author_document, {Author: _own_id}),
    SearchSource(
        IndexEntry.Kind.AGENCY, _agencies, _agency_document, {Agency: _own_id, AgencyName: lambda row: (row.agency_id,)}
    ),
    SearchSource(IndexEntry.Kind.BLOC, _blocs, _bloc_document, {Bloc: _own_id, BlocName: lambda row: (row.bloc_id,)}),
    SearchSource(
        IndexEntry.Kind.YEAR,
        _years,
        _year_document,
        {
            EmulationYear: _own_id,
            MemberTheme: lambda row: (row.year_id,),
            BlocName: _rows_of_bloc(EmulationYear, "bloc"),
        },
    ),
    SearchSource(
        IndexEntry.Kind.DOCUMENT,
        _documents,
        _adopted_document,
        {
            BlocDocument: _own_id,
            DocumentVersion: lambda row: (row.document_id,),
            BlocName: _rows_of_bloc(BlocDocument, "year__bloc"),
        },
    ),
    SearchSource(
        IndexEntry.Kind.LIBRARY,
        _library_documents,
        _library_document,
        {LibraryDocument: _own_id, DocumentFile: lambda row: (row.document_id,)},
    ),
    SearchSource(
        IndexEntry.Kind.CONSULTATION,
        _consultations,
        _consultation_document,
        {Consultation: _own_id, ConsultationFile: lambda row: (row.consultation_id,)},
    ),
    SearchSource(
        IndexEntry.Kind.COVENANT,
        _covenants,
        _covenant_document,
        {
            Covenant: _covenants_of_year,
            CovenantParty: lambda row: (row.covenant_id,),
            CovenantSignature: _covenants_of_same_year,
            TargetIndicator: lambda row: (row.covenant_id,),
            AgencyName: _covenants_of_agency,
            BlocName: _rows_of_bloc(Covenant, "year__bloc"),
        },
    ),
    SearchSource(
        IndexEntry.Kind.PERSON,
        _persons,
        _person_document,
        {
            Representative: _own_id,
            LeadershipTerm: lambda row: _ids(Representative.objects.filter(leadership_term=row.pk)),
            AgencyName: _persons_of_agency,
            BlocName: _rows_of_bloc(Representative, "leadership_term__bloc"),
        },
    ),
    SearchSource(
        IndexEntry.Kind.UNIT,
        _units,
        _unit_document,
        {Unit: lambda row: {row.pk, *_ids(Unit.objects.subunits(row.pk))}},
    ),
    SearchSource(
        IndexEntry.Kind.OFFICIAL,
        _postings,
        _posting_document,
        {
            Posting: _own_id,
            Official: lambda row: _ids(Posting.objects.filter(official=row.pk)),
            Unit: lambda row: _ids(Posting.objects.filter(unit=row.pk)),
        },
    ),
    SearchSource(
        IndexEntry.Kind.QUESTION,
        _questions,
        _question_document,
        {Question: _own_id},
        filter_public_ids=_public_question_ids,
    ),
    SearchSource(IndexEntry.Kind.PAGE, _pages, _page_document, {Page: _own_id}, filter_public_ids=_public_page_ids),
)
SOURCES_BY_KIND: dict[str, SearchSource] = {source.kind.value: source for source in SOURCES}
