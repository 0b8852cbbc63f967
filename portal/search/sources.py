"""What can be found: each kind of thing with how it becomes an entry, and the rows whose change changes it.

Every condition of "public" is asked of the wing that owns it. Nothing private is ever read here: no draft, no file
that readers cannot take, no registration.
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
    MemberTheme,
    Officer,
    OfficerPerson,
    TargetIndicator,
)
from news.models import Article, Attachment, Author, Byline
from portal.consultations.models import Consultation, ConsultationFile
from portal.kit import dates
from portal.library.models import Document as LibraryDocument
from portal.library.models import DocumentFile
from portal.organisation.models import Official, Posting, Unit
from portal.questions.models import Question
from portal.search import initials
from portal.search.making import Draft, Rich
from portal.search.models import Entry, FileText
from portal.site.models import Page

_UNDATED = dt.date(dates.FIRST_YEAR, 1, 1)


Touches = Callable[[Any], Iterable[int]]


@dataclass(frozen=True)
class Source:
    """One kind of thing. ``followed`` tells, for a changed row of a model, which originals it changes."""

    kind: Entry.Kind
    originals: Callable[[], models.QuerySet]
    draft: Callable[[Any], Draft | None]
    followed: Mapping[type[models.Model], Touches] = field(default_factory=dict)
    # Of these keys, those that readers may see at a moment, asked of the wing itself.
    still_public: Callable[[list[int], dt.datetime], set[int]] | None = None


def _lines(*parts: str | None) -> tuple[str, ...]:
    return tuple(filter(None, parts))


def _of_files(files: Iterable[Any], texts: Mapping[str, str]) -> Iterator[str | None]:
    """The names of stored files and what stands in them, as far as it could be read."""
    for file in files:
        yield file.name
        yield texts.get(file.file.name)


def _itself(row: models.Model) -> Iterable[int]:
    return (row.pk,)


# Articles


def _articles() -> models.QuerySet:
    columns = ("title", "slug", "summary", "body", "source_name", "category_id", "status", "expires_at", "goes_live_at")
    # Into a list of its own: asking a prefetched relation costs a query set for every article.
    files = Prefetch("attachments", Attachment.objects.present(), to_attr="listed_attachments")
    signers = Prefetch("bylines", Byline.objects.only("article_id", "author_id"), to_attr="listed_bylines")
    found = Article.objects.exclude(published_at=None).prefetch_related(files, signers)
    return found.only(*columns, "published_at", "published_on")


def article_document(article: Article) -> Draft | None:
    """An article of ``_articles`` as it is found, or None when no moment will make it public."""
    if article.published_at is None or not article.is_published(at=article.published_at):
        return None
    attachments = article.listed_attachments
    files = file_texts(attachment.file.name for attachment in attachments)
    return Draft(
        title=article.title,
        lines=_lines(
            article.summary,
            Rich(article.body),
            article.source_name,
            *_of_files(attachments, files),
        ),
        address=article.get_absolute_url(),
        moment=article.published_at,
        category_id=article.category_id,
        author_ids=tuple(byline.author_id for byline in article.listed_bylines),
        visible_from=article.published_at,
        visible_to=article.expires_at,
    )


def file_texts(names: Iterable[str]) -> dict[str, str]:
    """The words of stored files, as far as they have been read (``extracting``); no query without a file."""
    asked = [name for name in names if name]
    return dict(FileText.objects.filter(name__in=asked).values_list("name", "text")) if asked else {}


def _public_articles(keys: list[int], at: dt.datetime) -> set[int]:
    """Row by row: of state and keys together SQLite would go through all that are published."""
    rows = Article.objects.only("status", "published_at", "expires_at", "goes_live_at").in_bulk(keys)
    return {key for key, article in rows.items() if article.is_published(at)}


def _authors() -> models.QuerySet:
    return Author.objects.all()


def _author(author: Author) -> Draft:
    return Draft(
        title=author.display_name,
        lines=_lines(author.biography),
        address=author.get_absolute_url(),
        moment=dates.start_of(_UNDATED),
        is_dated=False,
    )


# Blocs


def _agencies() -> models.QuerySet:
    return Agency.objects.with_names()


def _agency(agency: Agency) -> Draft:
    names = sorted(agency.names.all(), key=lambda name: name.valid_from, reverse=True)
    others = [
        way
        for name in names
        for way in (name.name, name.name_en, name.short_name, name.initials, initials.of_name(name.name))
    ]
    return Draft(
        title=str(agency),
        lines=_lines(
            *(_named(name) for name in names),
            agency.get_line_display(),
            agency.address,
        ),
        address=agency.get_absolute_url(),
        moment=dates.start_of(names[-1].valid_from if names else _UNDATED),
        is_dated=False,
        other_titles=tuple(dict.fromkeys(filter(None, others))),
    )


def _named(name: AgencyName | BlocName) -> str:
    """A name with its days: what a reader of the old name needs to see that this is the same agency."""
    words = [str(name), *(getattr(name, way, "") for way in ("short_name", "initials"))]
    written = ", ".join(filter(None, words))
    since = _("từ %s") % f"{name.valid_from:%d/%m/%Y}"
    until = _(" đến %s") % f"{name.last_day:%d/%m/%Y}" if name.last_day else ""
    return f"{written} ({since}{until})"


def _blocs() -> models.QuerySet:
    return Bloc.objects.with_names()


def _bloc(bloc: Bloc) -> Draft:
    names = sorted(bloc.names.all(), key=lambda name: name.valid_from, reverse=True)
    others = [way for name in names for way in (str(name), name.numbered, name.name_en)]
    return Draft(
        title=str(bloc),
        lines=_lines(*(_named(name) for name in names)),
        address=bloc.get_absolute_url(),
        moment=dates.start_of(names[-1].valid_from if names else _UNDATED),
        is_dated=False,
        other_titles=tuple(dict.fromkeys(filter(None, others))),
    )


def _years() -> models.QuerySet:
    return EmulationYear.objects.select_related("bloc").prefetch_related("bloc__names", "member_themes__agency")


def _year(year: EmulationYear) -> Draft:
    named = year.bloc.name_on(dt.date(year.year, 12, 31))
    return Draft(
        title=_("%(bloc)s – năm thi đua %(year)s") % {"bloc": named or year.bloc, "year": year.year},
        lines=_lines(
            year.theme,
            year.anniversary,
            *(f"{theme.agency}: {theme.theme}" for theme in year.member_themes.all()),
        ),
        address=year.get_absolute_url(),
        moment=dates.start_of(year.first_day),
    )


def _documents() -> models.QuerySet:
    return BlocDocument.objects.select_related("year__bloc").prefetch_related("year__bloc__names", "versions")


def _document(document: BlocDocument) -> Draft | None:
    """Its last wording. The files of versions are for the bloc, not for readers, so their words stay out."""
    if document.state != BlocDocument.State.ADOPTED:
        return None
    year = document.year
    last = max(document.versions.all(), key=lambda version: version.number, default=None)
    return Draft(
        title=document.title,
        lines=_lines(
            " ".join(filter(None, (document.get_kind_display(), document.reference))),
            str(year.bloc.name_on(document.adopted_on) or year.bloc),
            " ".join(filter(None, (document.signer_name, document.signer_post))),
            Rich(last.text) if last else "",
        ),
        address=reverse("emulation:document", args=[year.bloc.slug, year.year, document.pk]),
        moment=dates.start_of(document.adopted_on),
        other_titles=tuple(filter(None, (document.reference,))),
    )


def _library() -> models.QuerySet:
    return LibraryDocument.objects.exclude(published_at=None).for_list()


def _library_document(document: LibraryDocument) -> Draft | None:
    """With the words of its files, which readers can take."""
    if document.published_at is None or not document.is_public(at=document.published_at):
        return None
    texts = file_texts(file.file.name for file in document.listed_files)
    return Draft(
        title=document.abstract,
        lines=_lines(
            document.title,
            document.body.name,
            document.field.name if document.field else "",
            document.signer,
            *_of_files(document.listed_files, texts),
        ),
        address=document.get_absolute_url(),
        moment=dates.start_of(document.issued_on),
        other_titles=(document.reference, document.title),
        visible_from=document.published_at,
    )


def _consultations() -> models.QuerySet:
    files = Prefetch("files", ConsultationFile.objects.present(), to_attr="listed_files")
    return Consultation.objects.exclude(published_at=None).prefetch_related(files)


def _consultation(consultation: Consultation) -> Draft | None:
    """The draft itself; what people write about it is theirs, and not found by its words."""
    if consultation.published_at is None or not consultation.is_public(at=consultation.published_at):
        return None
    texts = file_texts(file.file.name for file in consultation.listed_files)
    return Draft(
        title=consultation.title,
        lines=_lines(
            Rich(consultation.explanation),
            consultation.unit,
            Rich(consultation.summary) if consultation.summarised_at else "",
            *_of_files(consultation.listed_files, texts),
        ),
        address=consultation.get_absolute_url(),
        moment=consultation.opens_at,
        visible_from=consultation.published_at,
    )


def _covenants() -> models.QuerySet:
    found = Covenant.objects.public().select_related("year__bloc")
    return found.prefetch_related("year__bloc__names", "targets", "signatures", "parties__agency__names")


def _covenant(covenant: Covenant) -> Draft | None:
    """The address of a year shows one covenant; a superseded one is no longer what it leads to."""
    shown = Covenant.objects.public().filter(year=covenant.year_id).current_first().values_list("pk", flat=True).first()
    if shown != covenant.pk:
        return None
    day = covenant.signed_on
    return Draft(
        title=covenant.title,
        lines=_lines(
            str(covenant.year.bloc.name_on(day) or covenant.year.bloc),
            Rich(covenant.commitments),
            *(target.text for target in covenant.targets.all()),
            *(str(party.agency.name_on(day) or party.agency) for party in covenant.parties.all()),
            *(" ".join(filter(None, (row.person_name, row.post))) for row in covenant.signatures.all()),
            covenant.legal_bases,
            covenant.place,
        ),
        address=covenant.get_absolute_url(),
        moment=dates.start_of(day),
    )


def _persons() -> models.QuerySet:
    found = OfficerPerson.objects.select_related("officer__bloc", "officer__agency")
    return found.prefetch_related("officer__bloc__names", "officer__agency__names")


def _person(person: OfficerPerson) -> Draft:
    office, day = person.officer, person.valid_from
    return Draft(
        title=str(person),
        lines=_lines(
            person.post,
            f"{office.get_role_display()}, {office.bloc.name_on(day) or office.bloc}",
            str(office.agency.name_on(day) or office.agency),
        ),
        address=reverse("emulation:year", args=[office.bloc.slug, day.year]),
        moment=dates.start_of(day),
    )


# The agency itself


def _units() -> models.QuerySet:
    return Unit.objects.select_related("parent")


def _unit(unit: Unit) -> Draft:
    """A dissolved unit keeps its page; one that is to be founded is not told of beforehand."""
    others = (unit.short_name, unit.name_en, initials.of_name(unit.name))
    return Draft(
        title=unit.name,
        lines=_lines(
            str(unit.parent) if unit.parent else "",
            Rich(unit.functions),
            unit.address,
        ),
        address=unit.get_absolute_url(),
        moment=dates.start_of(unit.valid_from),
        is_dated=False,
        other_titles=tuple(filter(None, others)),
        visible_from=dates.start_of(unit.valid_from),
    )


def _postings() -> models.QuerySet:
    return Posting.objects.public().select_related("official", "unit")


def _posting(posting: Posting) -> Draft:
    """Found on the days on which pages show it: a leader's term from its first day for good, a contact's while held."""
    first, after = posting.valid_from, posting.valid_to
    days = _("từ %s") % f"{first:%d/%m/%Y}"
    until = _(" đến %s") % f"{posting.last_day:%d/%m/%Y}" if after else ""
    return Draft(
        title=posting.official.full_name,
        lines=_lines(f"{posting.post}, {posting.unit} ({days}{until})", posting.area),
        address=posting.unit.get_absolute_url(),
        moment=dates.start_of(first),
        is_dated=False,
        visible_from=dates.start_of(first),
        visible_to=None if posting.is_leader or after is None else dates.start_of(after),
    )


def _questions() -> models.QuerySet:
    return Question.objects.published()


def _question(question: Question) -> Draft | None:
    """What was made ready for the public, and nothing of the sender."""
    if question.published_at is None:
        return None
    return Draft(
        title=question.public_subject,
        lines=_lines(question.public_text, question.unit, Rich(question.answer)),
        address=question.get_absolute_url(),
        moment=question.published_at,
    )


def _public_questions(keys: list[int], at: dt.datetime) -> set[int]:
    return set(_keys(Question.objects.published().filter(pk__in=keys)))


# Pages of the tree


def _pages() -> models.QuerySet:
    return Page.objects.exclude(published_at=None).defer("body_rendered")


def _page(page: Page) -> Draft | None:
    if page.published_at is None:
        return None
    return Draft(
        title=page.title,
        lines=_lines(page.summary, Rich(page.body)),
        address=page.get_absolute_url(),
        moment=page.published_at,
        is_dated=False,
        visible_from=page.published_at,
        visible_to=page.withdrawn_at,
    )


def _public_pages(keys: list[int], at: dt.datetime) -> set[int]:
    return set(_keys(Page.objects.published(at).filter(pk__in=keys)))


def _keys(rows: models.QuerySet) -> list[int]:
    return list(rows.order_by().values_list("pk", flat=True))


def _persons_of_agency(name: AgencyName) -> Iterable[int]:
    return _keys(OfficerPerson.objects.filter(officer__agency=name.agency_id))


def _covenants_of_agency(name: AgencyName) -> Iterable[int]:
    return _keys(Covenant.objects.filter(parties__agency=name.agency_id))


def _of_bloc(model: type[models.Model], path: str) -> Touches:
    return lambda name: _keys(model._default_manager.filter(**{path: name.bloc_id}))


def _covenants_of_year(covenant: Covenant) -> Iterable[int]:
    return {covenant.pk, *_keys(Covenant.objects.filter(year=covenant.year_id))}


def _covenants_beside(part: CovenantSignature) -> Iterable[int]:
    return _keys(Covenant.objects.filter(year__covenants=part.covenant_id))


SOURCES: tuple[Source, ...] = (
    Source(
        Entry.Kind.ARTICLE,
        _articles,
        article_document,
        {
            Article: _itself,
            Attachment: lambda row: (row.article_id,),
            Byline: lambda row: (row.article_id,),
        },
        still_public=_public_articles,
    ),
    Source(Entry.Kind.AUTHOR, _authors, _author, {Author: _itself}),
    Source(Entry.Kind.AGENCY, _agencies, _agency, {Agency: _itself, AgencyName: lambda row: (row.agency_id,)}),
    Source(Entry.Kind.BLOC, _blocs, _bloc, {Bloc: _itself, BlocName: lambda row: (row.bloc_id,)}),
    Source(
        Entry.Kind.YEAR,
        _years,
        _year,
        {
            EmulationYear: _itself,
            MemberTheme: lambda row: (row.year_id,),
            BlocName: _of_bloc(EmulationYear, "bloc"),
        },
    ),
    Source(
        Entry.Kind.DOCUMENT,
        _documents,
        _document,
        {
            BlocDocument: _itself,
            DocumentVersion: lambda row: (row.document_id,),
            BlocName: _of_bloc(BlocDocument, "year__bloc"),
        },
    ),
    Source(
        Entry.Kind.LIBRARY,
        _library,
        _library_document,
        {LibraryDocument: _itself, DocumentFile: lambda row: (row.document_id,)},
    ),
    Source(
        Entry.Kind.CONSULTATION,
        _consultations,
        _consultation,
        {Consultation: _itself, ConsultationFile: lambda row: (row.consultation_id,)},
    ),
    Source(
        Entry.Kind.COVENANT,
        _covenants,
        _covenant,
        {
            Covenant: _covenants_of_year,
            CovenantParty: lambda row: (row.covenant_id,),
            CovenantSignature: _covenants_beside,
            TargetIndicator: lambda row: (row.covenant_id,),
            AgencyName: _covenants_of_agency,
            BlocName: _of_bloc(Covenant, "year__bloc"),
        },
    ),
    Source(
        Entry.Kind.PERSON,
        _persons,
        _person,
        {
            OfficerPerson: _itself,
            Officer: lambda row: _keys(OfficerPerson.objects.filter(officer=row.pk)),
            AgencyName: _persons_of_agency,
            BlocName: _of_bloc(OfficerPerson, "officer__bloc"),
        },
    ),
    Source(
        Entry.Kind.UNIT,
        _units,
        _unit,
        {Unit: lambda row: {row.pk, *_keys(Unit.objects.below(row.pk))}},
    ),
    Source(
        Entry.Kind.OFFICIAL,
        _postings,
        _posting,
        {
            Posting: _itself,
            Official: lambda row: _keys(Posting.objects.filter(official=row.pk)),
            Unit: lambda row: _keys(Posting.objects.filter(unit=row.pk)),
        },
    ),
    Source(Entry.Kind.QUESTION, _questions, _question, {Question: _itself}, still_public=_public_questions),
    Source(Entry.Kind.PAGE, _pages, _page, {Page: _itself}, still_public=_public_pages),
)
SOURCE_OF: dict[str, Source] = {source.kind.value: source for source in SOURCES}
