"""Editorial acts: each is whole or not at all, and the only place where an article's state changes.

Every act goes through ``_perform``: the row is locked, the edition compared, the table of ``workflow`` asked, then the
change is checked, saved, kept as a revision and entered in the audit trail. ``by=None`` is the portal itself (an
importer, a command, a version whose moment has come): it needs no right, but states and needs bind it as well.
"""

import datetime as dt
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news import checking, correcting, notices, revisions, rights, workflow
from news.checking.links import broken_links
from news.checking.stored import text_of
from news.models import Article, ArticleRevision, OldAddress
from news.picturing import adopt_words, refusal_to_show
from news.workflow import Act, Need, State, Status
from portal.accounts import audit
from portal.accounts.models import User

_log = logging.getLogger(__name__)
# Where a withdrawn article may send its readers: a path of ours or a whole address.
_TARGET = re.compile(r"/(?!/)\S*|https?://\S+")


class Outdated(ValidationError):
    """Somebody saved the article since this copy of it was read. ``current`` is what stands now."""

    def __init__(self, current: Article) -> None:
        super().__init__(_("Bài đã được người khác lưu trong lúc bạn sửa. Hãy so hai bản và gộp lại."), code="outdated")
        self.current = current


@dataclass(frozen=True)
class Telling:
    """What readers of a public article are told of a change: ``note`` may be empty, a minor change is not told."""

    note: str = ""
    is_minor: bool = False


class LiveChanged(ValidationError):
    """The live article was changed since its next version was begun."""

    def __init__(self) -> None:
        super().__init__(
            _("Bài đang đăng đã được sửa sau khi bản mới này được soạn. Hãy so hai bản rồi xác nhận đã đối chiếu."),
            code="live-changed",
        )


def missing_for_publication(*, summary: str, body: str, **known: Any) -> dict[str, str]:
    """What a text still lacks before readers may see it: Vietnamese messages by field name; empty when ready.

    What lacks is whatever a blocking check finds (``news.checking``); ``known`` are further fields of its ArticleText.
    """
    text = checking.ArticleText(summary=summary, body=body, **known)
    missing: dict[str, str] = {}
    for finding in checking.check(text, broken_links=broken_links, only_blocking=True):
        missing[finding.field] = f"{missing.get(finding.field, '')} {finding.message}".strip()
    return missing


# --- the acts ------------------------------------------------------------------------------------------------


def store(
    *, article: Article, by: User | None, kind: str = "", correction: str = "", is_minor: bool = False
) -> Article:
    """Saves an article as its editor left it; its state stays. A public one that moves leaves its old address.

    ``kind`` names the change in the history when it is no editing (``ArticleRevision.Kind``). Readers of a public
    article are told that it changed in substance, with the words of ``correction``, unless the change ``is_minor``.
    """
    tell = Telling(correction.strip(), is_minor)
    return _perform(article, Act.EDIT, by, kind=kind, telling=tell)


def submit(*, article: Article, by: User | None) -> Article:
    """Hands an article over to those who review."""
    return _perform(article, Act.SUBMIT, by)


def take_back(*, article: Article, by: User | None) -> Article:
    """The writer takes a handed-over article back to go on writing."""
    return _perform(article, Act.TAKE_BACK, by)


def give_back(*, article: Article, by: User | None, reason: str) -> Article:
    """Returns an article to its writer; the reason is kept and sent."""
    return _perform(article, Act.GIVE_BACK, by, reason=reason)


def approve(*, article: Article, by: User | None) -> Article:
    """Finds an article good to go out; when, is decided by ``publish`` or ``schedule``."""
    return _perform(article, Act.APPROVE, by)


def schedule(*, article: Article, by: User | None, moment: dt.datetime | None, acknowledged: bool = False) -> Article:
    """Lets an article appear by itself at a moment ahead; a next version takes its article's place then.

    ``acknowledged``: the changes that the live article got meanwhile were compared (see ``LiveChanged``).
    """

    def change(row: Article) -> None:
        if row.is_version:
            row.goes_live_at = moment
        else:
            row.published_at = moment
            _clear_withdrawal(row)

    with transaction.atomic():
        if article.is_version:
            article.revises = _locked_live(article)
            _check_live_is_up(article.revises)
        return _perform(article, Act.SCHEDULE, by, change=change, moment=moment, acknowledged=acknowledged)


def unschedule(*, article: Article, by: User | None) -> Article:
    """Stops a scheduled article; it stays approved."""

    return _perform(article, Act.UNSCHEDULE, by, change=_leave_schedule)


def publish(*, article: Article, by: User | None, at: dt.datetime | None = None, acknowledged: bool = False) -> Article:
    """Makes an article public from ``at`` on, else from the moment chosen for it, else from now.

    A moment ahead makes it a scheduled one. A next version takes its article's place at once: the live article is
    returned. Raises ValidationError by field when something that readers need is missing.
    """
    if article.is_version:
        return _bring_in(article, by, acknowledged=acknowledged)
    moment = at or article.published_at or timezone.now()
    if moment > timezone.now():
        return schedule(article=article, by=by, moment=moment)

    def change(row: Article) -> None:
        row.published_at = moment
        if row.expires_at is not None and row.expires_at <= timezone.now():
            row.expires_at = None
        _clear_withdrawal(row)

    return _perform(article, Act.PUBLISH, by, change=change)


def withdraw(*, article: Article, by: User | None, note: str = "", target: str = "") -> Article:
    """Takes an article away from readers; its address shows the ``note`` or leads to ``target`` from now on.

    ``target`` is a path of the portal or a whole address. A next version that was scheduled is stopped as well.
    """

    def change(row: Article) -> None:
        row.withdrawal_note, row.withdrawal_target = note.strip(), target.strip()

    with transaction.atomic():
        withdrawn = _perform(article, Act.WITHDRAW, by, change=change, reason=note, notice=(note, target))
        for version in article.versions.in_state(State.SCHEDULED):
            _stop_schedule(version.pk, _("Bài gốc đã ngưng hiệu lực."))
    return withdrawn


def trash(*, article: Article, by: User | None) -> Article:
    """Puts an article that was never public out of the way; nothing is deleted."""
    return _perform(article, Act.TRASH, by)


def restore(*, article: Article, by: User | None) -> Article:
    """Takes an article out of the trash, as a draft."""
    return _perform(article, Act.RESTORE, by)


@transaction.atomic
def begin_version(*, article: Article, by: User | None) -> Article:
    """The next version of a live article, as a draft beside it; readers keep the present one.

    The one in the works is returned when there is one already.
    """
    live = Article.objects.select_for_update().get(pk=article.pk)
    _check(live, Act.BEGIN_VERSION, by)
    in_the_works = live.versions.in_the_works().first()
    if in_the_works is not None:
        return in_the_works
    snapshot = revisions.snapshot_of(live)
    version = Article(revises=live, revises_edition=live.edition, created_by=by)
    revisions.apply(snapshot, version)
    version.edition = 1
    version.full_clean(exclude=["section"])
    version.save()
    revisions.apply_lists(snapshot, version)
    revisions.record(article=version, act=ArticleRevision.Kind.CREATE, by=by)
    _enter(version, Act.BEGIN_VERSION, by)
    return version


@transaction.atomic
def return_to(*, revision: ArticleRevision, article: Article, by: User | None) -> Article:
    """Makes the text, pictures and by-line those of an older edition; itself a new edition. Address and hour stay."""
    if revision.article_id != article.pk:
        raise ValueError("The revision is of another article.")
    revisions.apply(revision.snapshot, article, names=revisions.content_fields())
    store(article=article, by=by, kind=ArticleRevision.Kind.RESTORE_REVISION)
    revisions.apply_lists(revision.snapshot, article)
    revisions.retake(article)
    return article


def bring_in_due_versions(at: dt.datetime | None = None) -> int:
    """Lets the next versions whose moment has come take their articles' places; returns how many did.

    Called before readers are answered (``news.middleware``), so that no clockwork need run in the background.
    """
    brought = 0
    for pk in Article.objects.due_versions(at).values_list("pk", flat=True):
        try:
            brought += _bring_in_due(pk, at)
        except ValidationError as error:
            # Readers keep the present version; the writers are told and choose another hour.
            _log.warning("Version %s could not take its article's place: %s", pk, error.messages)
            _stop_schedule(pk, " ".join(error.messages))
    return brought


@transaction.atomic
def _bring_in_due(pk: int, at: dt.datetime | None) -> int:
    """Another process may be at it: whoever comes second finds nothing left to do."""
    _locked_live(Article.objects.get(pk=pk))
    version = Article.objects.select_for_update().due_versions(at).filter(pk=pk).first()
    if version is None:
        return 0
    scheduled = version.revisions.filter(act=Act.SCHEDULE).order_by("edition").last()
    _bring_in(version, None, acknowledged=True, credited_to=scheduled.made_by if scheduled else None)
    return 1


@transaction.atomic
def _stop_schedule(pk: int, reason: str) -> None:
    """Takes a version off the clock on the portal's own account; its text is not checked, so nothing stops this."""
    version = Article.objects.select_for_update().in_state(State.SCHEDULED).filter(pk=pk).first()
    if version is None:
        return
    version.goes_live_at, version.edition = None, version.edition + 1
    Article.objects.filter(pk=pk).update(goes_live_at=None, edition=version.edition)
    revisions.record(article=version, act=Act.UNSCHEDULE, by=None, reason=reason[:1000])
    _enter(version, Act.UNSCHEDULE, None)
    notices.announce(article=version, act=Act.UNSCHEDULE, by=None, reason=reason[:1000])


def _locked_live(version: Article) -> Article:
    """The live article of a version, locked. It is locked before the version, always, so that two who work on both
    wait for each other instead of locking each other out."""
    return Article.objects.select_for_update().get(pk=version.revises_id)


# --- what every act goes through ------------------------------------------------------------------------------


@transaction.atomic
def _perform(
    article: Article,
    act: Act,
    by: User | None,
    *,
    change: Callable[[Article], None] | None = None,
    kind: str = "",
    reason: str = "",
    notice: tuple[str, str] = ("", ""),
    moment: dt.datetime | None = None,
    acknowledged: bool = False,
    telling: Telling = Telling(),
) -> Article:
    before = Article.objects.select_for_update().filter(pk=article.pk).first() if article.pk else None
    if before is None:
        article.created_by, article.status = by, Status.DRAFT
        kind = kind or (ArticleRevision.Kind.CREATE if act == Act.EDIT else "")
    else:
        if before.edition != article.edition:
            raise Outdated(before)
        article.status = before.status
        revisions.record_baseline(before)
    line = _check(before or article, act, by)
    if before is not None and act != Act.EDIT and revisions.differ(before, article):
        # An act that comes with a changed text is an edit as well.
        _check(before, Act.EDIT, by)
    _check_new_place(article, by)
    _check_needs(article, line.needs, reason=reason, notice=notice, moment=moment)
    if article.is_version and act == Act.SCHEDULE:
        _check_live_unchanged(article, acknowledged)
    if before is not None and act == Act.EDIT and before.state_at() in workflow.PUBLIC_SIDE:
        _check_live_edit(article)
    article.status = (line.version_target if article.is_version else None) or line.target or article.status
    if change is not None:
        change(article)
    _save(article)
    if before is not None and before.state_at() in workflow.KNOWN_TO_READERS:
        _leave_address(before, article)
    if before is not None:
        _tell_readers(before, article, by, telling)
    revisions.record(article=article, act=kind or act, by=by, reason=reason.strip())
    _enter(article, kind or act, by)
    if article.status != Status.MERGED:  # of which ``_bring_in`` tells, once
        notices.announce(article=article, act=act, by=by, reason=reason.strip())
    return article


def _check(article: Article, act: Act, by: User | None) -> workflow.Transition:
    """The line of the table for an act on an article as the database has it. Raises when state or right forbid it."""
    state = article.state_at()
    line = workflow.transition(act, state, is_version=article.is_version)
    if line is None:
        raise ValidationError(
            _("Không thể %(act)s: bài đang ở trạng thái “%(state)s”."),
            code="state",
            params={"act": act.label.lower(), "state": state.label},
        )
    if line.rights.isdisjoint(rights.rights_of(by, article)):
        raise PermissionDenied(
            _("Bạn không có quyền %(act)s bài này ở trạng thái “%(state)s”.")
            % {"act": act.label.lower(), "state": state.label}
        )
    return line


def _check_new_place(article: Article, by: User | None) -> None:
    """An article may not be put where its editor does not work."""
    if by is not None and article.category_id and not rights.reaches(by, article.category):
        raise ValidationError({"category": _("Bạn không phụ trách chuyên mục này; hãy chọn chuyên mục khác.")})


def _check_needs(
    article: Article, needs: frozenset[Need], *, reason: str, notice: tuple[str, str], moment: dt.datetime | None
) -> None:
    if Need.COMPLETE in needs and (missing := _missing(article)):
        raise ValidationError(missing)
    if Need.REASON in needs and not reason.strip():
        raise ValidationError(_("Hãy viết lý do trả lại, để người viết biết cần sửa gì."), code="reason")
    if Need.MOMENT_AHEAD in needs and (moment is None or moment <= timezone.now()):
        raise ValidationError(_("Hãy chọn giờ đăng ở phía trước."), code="moment")
    if Need.NOTICE in needs:
        _check_notice(article, *notice)


def _missing(article: Article) -> dict[str, str]:
    """What an article still lacks for readers, its pictures' words included."""
    # Who signs is saved after the article; the form asks about it.
    missing = missing_for_publication(**vars(replace(text_of(article), has_author=None)))
    if refused := refusal_to_show(lead=article.lead_picture, article=article):
        missing["lead_picture"] = refused
    return missing


def _check_notice(article: Article, note: str, target: str) -> None:
    """Readers who come to a withdrawn article are told why, or are led on."""
    note, target = note.strip(), target.strip()
    if not note and not target:
        raise ValidationError(_("Hãy viết lời giải thích cho người đọc, hoặc địa chỉ để chuyển họ đến."), code="notice")
    if len(note) > 1000:
        raise ValidationError(_("Lời giải thích dài quá 1.000 ký tự."), code="notice")
    if target and (not _TARGET.fullmatch(target) or len(target) > 500):
        raise ValidationError(
            _("Địa chỉ chuyển đến phải bắt đầu bằng “/” (trang của cổng) hoặc “https://”."), code="target"
        )
    if target == article.get_absolute_url():
        raise ValidationError(_("Không thể chuyển người đọc về chính bài này."), code="target")


def _check_live_edit(article: Article) -> None:
    """What stands before readers stays complete, and no scheduled version would silently undo the change."""
    if missing := _missing(article):
        raise ValidationError(missing)
    if not article.is_version and article.versions.in_state(State.SCHEDULED).exists():
        raise ValidationError(
            _("Bài này có một bản mới đã hẹn giờ thay thế. Hãy hủy hẹn giờ của bản đó trước khi sửa bản đang đăng."),
            code="version-scheduled",
        )


def _check_live_is_up(live: Article) -> None:
    if live.state_at() not in workflow.PUBLIC_SIDE:
        raise ValidationError(_("Bài gốc không còn được đăng nên không thay được bằng bản mới."), code="state")


def _check_live_unchanged(version: Article, acknowledged: bool) -> None:
    if not acknowledged and version.revises.edition != version.revises_edition:
        raise LiveChanged


def _clear_withdrawal(article: Article) -> None:
    article.withdrawal_note = article.withdrawal_target = ""


def _save(article: Article) -> None:
    article.edition += 1
    try:
        article.full_clean(exclude=["section"])
        article.save()
        adopt_words(article.body)
    except BaseException:
        article.edition -= 1
        raise


@transaction.atomic
def _bring_in(version: Article, by: User | None, *, acknowledged: bool, credited_to: User | None = None) -> Article:
    """A next version takes its article's place: the text moves over, the version is kept as merged.

    ``credited_to`` is whom the history names when the clock does what somebody asked for earlier.
    """
    live = _locked_live(version)
    _check_live_is_up(live)
    version.revises = live
    _check_live_unchanged(version, acknowledged)
    merged = _perform(version, Act.PUBLISH, by, change=_leave_schedule)
    before = Article.objects.get(pk=live.pk)
    revisions.record_baseline(before)
    snapshot = revisions.snapshot_of(merged)
    revisions.apply(snapshot, live)
    _save(live)
    revisions.apply_lists(snapshot, live)
    if before.state_at() in workflow.KNOWN_TO_READERS:
        _leave_address(before, live)
    _tell_readers(before, live, by or credited_to, Telling())
    revisions.record(article=live, act=ArticleRevision.Kind.BRING_IN, by=by or credited_to)
    _enter(live, ArticleRevision.Kind.BRING_IN, by or credited_to)
    notices.announce(article=live, act=ArticleRevision.Kind.BRING_IN, by=by, version=merged)
    return live


def _tell_readers(before: Article, now: Article, by: User | None, telling: Telling) -> None:
    """ "Cập nhật lúc …", where readers could have read something else before."""
    could_read = before.is_published() and now.is_published()
    if could_read and not telling.is_minor and (telling.note or correcting.changed_in_substance(before, now)):
        correcting.note_correction(article=now, by=by, note=telling.note)


def _enter(article: Article, act: str, by: User | None) -> None:
    """The line of the audit trail."""
    detail = {"edition": article.edition, "state": article.state_at().value}
    audit.record(act=f"news.{act}", by=by, thing=article, detail=detail)


def _leave_schedule(version: Article) -> None:
    version.goes_live_at = None


def _leave_address(before: Article, now: Article) -> None:
    old, new = (before.published_on, before.slug), (now.published_on, now.slug)
    OldAddress.objects.filter(published_on=new[0], slug=new[1]).delete()
    if old != new:
        OldAddress.objects.update_or_create(published_on=old[0], slug=old[1], defaults={"article": now})


# --- an act by its name ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Words:
    """What an act asks of whoever does it; each act takes what it needs. ``moment`` is aware."""

    reason: str = ""
    moment: dt.datetime | None = None
    note: str = ""
    target: str = ""
    acknowledged: bool = False
    correction: str = ""
    is_minor: bool = False


def perform(act: Act, *, article: Article, by: User | None, words: Words = Words()) -> Article:
    """Does what a button, a bulk action or a command names. Returns the article that the person should see next."""
    match act:
        case Act.EDIT:
            return store(article=article, by=by, correction=words.correction, is_minor=words.is_minor)
        case Act.GIVE_BACK:
            return give_back(article=article, by=by, reason=words.reason)
        case Act.SCHEDULE:
            return schedule(article=article, by=by, moment=words.moment, acknowledged=words.acknowledged)
        case Act.PUBLISH:
            # A scheduled one goes out before its time.
            at = timezone.now() if article.state_at() == State.SCHEDULED else None
            return publish(article=article, by=by, at=at, acknowledged=words.acknowledged)
        case Act.WITHDRAW:
            return withdraw(article=article, by=by, note=words.note, target=words.target)
        case _:
            return _PLAIN_ACTS[act](article=article, by=by)


_PLAIN_ACTS: dict[Act, Callable[..., Article]] = {
    Act.SUBMIT: submit,
    Act.TAKE_BACK: take_back,
    Act.APPROVE: approve,
    Act.UNSCHEDULE: unschedule,
    Act.BEGIN_VERSION: begin_version,
    Act.TRASH: trash,
    Act.RESTORE: restore,
}
