"""Editorial actions: each is atomic, and nothing else changes an article's state.

Every action goes through ``_run_transition``: it locks the row, compares the revision number and looks up the
transition in ``workflow``, then validates and saves the change, records a revision and writes the audit log.
``by=None`` is the system (an importer, a command, a pending revision that became due): it needs no permission, but
states and requirements apply.
"""

import datetime as dt
import logging
import re
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from news import content_checks, corrections, due_revisions, notices, permissions, revisions, workflow
from news.content_checks.article import article_text
from news.content_checks.links import find_broken_links
from news.models import Article, ArticleRevision, PreviousUrl
from news.workflow import ArticleAction, ArticleState, Requirement, Status
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.db.constraints import constraint_errors_as_validation
from portal.core.text import languages
from portal.core.workflow import Transition
from portal.images.services import adopt_alt_texts, missing_alt_text_error

_log = logging.getLogger(__name__)
# Redirect target of a withdrawn article: a local path or an absolute URL.
_REDIRECT_TARGET = re.compile(r"/(?!/)\S*|https?://\S+")


# Saves what the article's form has besides its own columns (bylines, gallery, attachments): called with the saved row,
# before the revision is recorded.
SaveRelated = Callable[[Article], None]


class EditConflict(ValidationError):
    """The article was saved since this copy was read. ``current`` is the saved article."""

    def __init__(self, current: Article) -> None:
        super().__init__(_("Bài đã được người khác lưu trong lúc bạn sửa. Hãy so hai bản và gộp lại."), code="outdated")
        self.current = current


@dataclass(frozen=True)
class CorrectionNotice:
    """The public correction of a change: ``note`` may be empty; a minor change is not announced."""

    note: str = ""
    is_minor: bool = False


class LiveRevisionChanged(ValidationError):
    """The live article was changed since its pending revision was created."""

    def __init__(self) -> None:
        super().__init__(
            _("Bài đang đăng đã được sửa sau khi bản mới này được soạn. Hãy so hai bản rồi xác nhận đã đối chiếu."),
            code="live-changed",
        )


def missing_for_publication(*, summary: str, body: str, **known: Any) -> dict[str, str]:
    """What an article lacks for publication: Vietnamese messages by field name; empty when complete.

    Reports what blocking checks find (``news.content_checks``); ``known`` are further fields of its ArticleText.
    """
    text = content_checks.ArticleText(summary=summary, body=body, **known)
    missing: dict[str, str] = {}
    for finding in content_checks.check(text, broken_links=find_broken_links, only_blocking=True):
        missing[finding.field] = f"{missing.get(finding.field, '')} {finding.message}".strip()
    return missing


# --- actions -------------------------------------------------------------------------------------------------


def save_article(
    *,
    article: Article,
    by: User | None,
    kind: str = "",
    correction: str = "",
    is_minor: bool = False,
    save_related: SaveRelated | None = None,
) -> Article:
    """Saves an edited article without changing its state. A public one whose URL changes keeps the previous URL.

    ``kind`` labels the revision when it is not an edit (``ArticleRevision.Kind``). A substantive change of a public
    article is announced with the text of ``correction``, unless it ``is_minor``.
    """
    notice = CorrectionNotice(correction.strip(), is_minor)
    return _run_transition(
        article, ArticleAction.EDIT, by, kind=kind, correction_notice=notice, save_related=save_related
    )


def submit_article(*, article: Article, by: User | None, save_related: SaveRelated | None = None) -> Article:
    """Submits an article for review."""
    return _run_transition(article, ArticleAction.SUBMIT, by, save_related=save_related)


def recall_submission(*, article: Article, by: User | None, save_related: SaveRelated | None = None) -> Article:
    """Recalls a submitted article, by its author, for further editing."""
    return _run_transition(article, ArticleAction.RECALL, by, save_related=save_related)


def return_to_author(
    *, article: Article, by: User | None, reason: str, save_related: SaveRelated | None = None
) -> Article:
    """Returns an article to its author; the reason is stored and sent."""
    return _run_transition(article, ArticleAction.RETURN, by, reason=reason, save_related=save_related)


def approve_article(*, article: Article, by: User | None, save_related: SaveRelated | None = None) -> Article:
    """Approves an article. It is not public until ``publish_article`` or ``schedule_article`` is called."""
    return _run_transition(article, ArticleAction.APPROVE, by, save_related=save_related)


def schedule_article(
    *,
    article: Article,
    by: User | None,
    publish_at: dt.datetime | None,
    acknowledged: bool = False,
    save_related: SaveRelated | None = None,
) -> Article:
    """Schedules publication at a future time; a pending revision is merged into its article at that time.

    ``acknowledged``: the user compared the changes that the live article got meanwhile (see ``LiveRevisionChanged``).
    """

    def change(row: Article) -> None:
        if row.is_pending_revision:
            row.goes_live_at = publish_at
        else:
            row.published_at = publish_at
            _clear_withdrawal(row)

    with transaction.atomic():
        if article.is_pending_revision:
            article.revision_of = _lock_live_article(article)
            _check_live_is_published(article.revision_of)
        scheduled = _run_transition(
            article,
            ArticleAction.SCHEDULE,
            by,
            change=change,
            publish_at=publish_at,
            acknowledged=acknowledged,
            save_related=save_related,
        )
    due_revisions.clear_cache()
    return scheduled


def unschedule_article(*, article: Article, by: User | None, save_related: SaveRelated | None = None) -> Article:
    """Cancels the schedule of an article; it stays approved."""

    return _run_transition(article, ArticleAction.UNSCHEDULE, by, change=_clear_schedule, save_related=save_related)


def publish_article(
    *,
    article: Article,
    by: User | None,
    at: dt.datetime | None = None,
    acknowledged: bool = False,
    save_related: SaveRelated | None = None,
) -> Article:
    """Publishes an article as of ``at``, else of its scheduled time, else of now.

    A future time makes it scheduled. A pending revision is merged at once and the live article is returned. Raises
    ValidationError by field when a requirement for publication is not met.
    """
    if article.is_pending_revision:
        return _publish_pending_revision(article, by, acknowledged=acknowledged, save_related=save_related)
    publish_at = at or article.published_at or timezone.now()
    if publish_at > timezone.now():
        return schedule_article(article=article, by=by, publish_at=publish_at, save_related=save_related)

    def change(row: Article) -> None:
        row.published_at = publish_at
        if row.expires_at is not None and row.expires_at <= timezone.now():
            row.expires_at = None
        _clear_withdrawal(row)

    return _run_transition(article, ArticleAction.PUBLISH, by, change=change, save_related=save_related)


def withdraw_article(
    *, article: Article, by: User | None, note: str = "", target: str = "", save_related: SaveRelated | None = None
) -> Article:
    """Withdraws an article; its URL then shows ``note`` (410) or redirects to ``target``.

    ``target`` is a local path or an absolute URL. A scheduled pending revision is unscheduled.
    """

    def change(row: Article) -> None:
        row.withdrawal_note, row.withdrawal_target = note.strip(), target.strip()

    with transaction.atomic():
        withdrawn = _run_transition(
            article,
            ArticleAction.WITHDRAW,
            by,
            change=change,
            reason=note,
            notice=(note, target),
            save_related=save_related,
        )
        for pending_revision in article.pending_revisions.in_state(ArticleState.SCHEDULED):
            _cancel_schedule(pending_revision.pk, _("Bài gốc đã ngưng hiệu lực."))
    return withdrawn


def move_to_trash(*, article: Article, by: User | None, save_related: SaveRelated | None = None) -> Article:
    """Moves an article that was never public to the trash; nothing is deleted."""
    return _run_transition(article, ArticleAction.TRASH, by, save_related=save_related)


def restore_from_trash(*, article: Article, by: User | None, save_related: SaveRelated | None = None) -> Article:
    """Restores an article from the trash as a draft."""
    return _run_transition(article, ArticleAction.RESTORE, by, save_related=save_related)


@transaction.atomic
def create_pending_revision(*, article: Article, by: User | None) -> Article:
    """Creates a pending revision of a live article, as a draft; the live text stays public.

    Returns the existing one if there is one; raises ValidationError when the user may not open it.
    """
    live = Article.objects.select_for_update().get(pk=article.pk)
    _check_transition(live, ArticleAction.CREATE_PENDING_REVISION, by)
    existing = live.pending_revisions.open_for_editing().first()
    if existing is not None:
        if by is not None and not permissions.can_view(by, existing):
            raise ValidationError(_("Bài này đã có một bản mới đang được soạn."), code="version-of-others")
        return existing
    snapshot = revisions.snapshot_of(live)
    pending_revision = Article(revision_of=live, base_revision_number=live.revision_number, created_by=by)
    revisions.apply_snapshot(snapshot, pending_revision)
    pending_revision.revision_number = 1
    pending_revision.full_clean(exclude=["section"])
    pending_revision.save()
    revisions.apply_snapshot_lists(snapshot, pending_revision)
    revisions.record_revision(article=pending_revision, action=ArticleRevision.Kind.CREATE, by=by)
    _write_audit_log(pending_revision, ArticleAction.CREATE_PENDING_REVISION, by)
    return pending_revision


@transaction.atomic
def restore_revision(*, revision: ArticleRevision, article: Article, by: User | None) -> Article:
    """Restores text, images and bylines of an older revision as a new revision. URL and publication time are kept."""
    if revision.article_id != article.pk:
        raise ValueError("The revision is of another article.")
    revisions.apply_snapshot(revision.snapshot, article, names=revisions.content_fields())
    save_article(article=article, by=by, kind=ArticleRevision.Kind.RESTORE_REVISION)
    revisions.apply_snapshot_lists(revision.snapshot, article)
    revisions.refresh_snapshot(article)
    return article


def publish_due_revisions(at: dt.datetime | None = None) -> int:
    """Publishes pending revisions whose scheduled time has passed; returns how many.

    Called before every request (``news.middleware``) and by a timer where one is set up, so readers never depend on
    a background worker. History, audit log and notices carry the scheduled time, whenever this runs.
    """
    published_count = 0
    # The request may be for an English page; stored text is generated in Vietnamese.
    with languages.override(languages.VIETNAMESE):
        for pk, due_at in Article.objects.due_revisions(at).values_list("pk", "goes_live_at"):
            try:
                published_count += _publish_due_revision(pk, at)
            except ValidationError as error:
                # Readers keep the current text; the authors are notified and choose another time.
                _log.warning("Version %s could not take its article's place: %s", pk, error.messages)
                _cancel_schedule(pk, " ".join(error.messages), at=due_at)
            except DatabaseError:
                raise
            except Exception:  # noqa: BLE001  # one failing revision must not break requests or block the others
                _log.exception("Version %s could not take its article's place", pk)
                _cancel_schedule(pk, _("Bản mới chưa đăng được vì lỗi kỹ thuật. Hãy báo người vận hành."), at=due_at)
    return published_count


@transaction.atomic
def _publish_due_revision(pk: int, at: dt.datetime | None) -> int:
    """Publishes one due revision. Returns 0 if another process has already done so."""
    _lock_live_article(Article.objects.get(pk=pk))
    pending_revision = Article.objects.select_for_update().due_revisions(at).filter(pk=pk).first()
    if pending_revision is None:
        return 0
    scheduled = pending_revision.revisions.filter(action=ArticleAction.SCHEDULE).order_by("revision_number").last()
    credited_to = scheduled.made_by if scheduled else None
    _publish_pending_revision(
        pending_revision, None, acknowledged=True, credited_to=credited_to, at=pending_revision.goes_live_at
    )
    return 1


@transaction.atomic
def _cancel_schedule(pk: int, reason: str, at: dt.datetime | None = None) -> None:
    """Unschedules a pending revision on behalf of the system; its text is not checked, so this cannot fail validation.

    ``at`` is the scheduled time that was missed.
    """
    pending_revision = Article.objects.select_for_update().in_state(ArticleState.SCHEDULED).filter(pk=pk).first()
    if pending_revision is None:
        return
    pending_revision.goes_live_at, pending_revision.revision_number = None, pending_revision.revision_number + 1
    Article.objects.filter(pk=pk).update(goes_live_at=None, revision_number=pending_revision.revision_number)
    revisions.record_revision(
        article=pending_revision, action=ArticleAction.UNSCHEDULE, by=None, reason=reason[:1000], at=at
    )
    _write_audit_log(pending_revision, ArticleAction.UNSCHEDULE, None, at)
    notices.notify(article=pending_revision, action=ArticleAction.UNSCHEDULE, by=None, reason=reason[:1000], at=at)


def _lock_live_article(pending_revision: Article) -> Article:
    """Locks the live article of a pending revision.

    It is always locked before the pending revision, which prevents deadlocks.
    """
    return Article.objects.select_for_update().get(pk=pending_revision.revision_of_id)


# --- transitions ----------------------------------------------------------------------------------------------


@transaction.atomic
def _run_transition(
    article: Article,
    action: ArticleAction,
    by: User | None,
    *,
    change: Callable[[Article], None] | None = None,
    kind: str = "",
    reason: str = "",
    notice: tuple[str, str] = ("", ""),
    publish_at: dt.datetime | None = None,
    acknowledged: bool = False,
    correction_notice: CorrectionNotice = CorrectionNotice(),
    at: dt.datetime | None = None,
    save_related: SaveRelated | None = None,
) -> Article:
    """``at`` is the time of the action if not now: the scheduled time of a pending revision published later."""
    before = Article.objects.select_for_update().filter(pk=article.pk).first() if article.pk else None
    if before is None:
        article.created_by, article.status = by, Status.DRAFT
        kind = kind or (ArticleRevision.Kind.CREATE if action == ArticleAction.EDIT else "")
    else:
        if before.revision_number != article.revision_number:
            raise EditConflict(before)
        article.status = before.status
        revisions.record_baseline(before)
    transition = _check_transition(before or article, action, by)
    if before is not None and action != ArticleAction.EDIT and revisions.fields_differ(before, article):
        # An action that also changes the text counts as an edit.
        _check_transition(before, ArticleAction.EDIT, by)
    _check_category_scope(article, by)
    _check_requirements(article, transition.requirements, reason=reason, notice=notice, publish_at=publish_at)
    if article.is_pending_revision and action == ArticleAction.SCHEDULE:
        _check_live_unchanged(article, acknowledged)
    if before is not None and action == ArticleAction.EDIT and before.state_at() in workflow.LIVE_STATES:
        _check_live_edit(article)
    article.status = transition.target_of(is_variant=article.is_pending_revision) or article.status
    if change is not None:
        change(article)
    _save(article, at)
    if save_related is not None:
        save_related(article)
    if before is not None:
        _keep_old_url(before, article, at)
        _record_correction(before, article, by, correction_notice, at)
    revisions.record_revision(article=article, action=kind or action, by=by, reason=reason.strip(), at=at)
    _write_audit_log(article, kind or action, by, at)
    if article.status != Status.MERGED:  # ``_publish_pending_revision`` notifies for these
        notices.notify(article=article, action=action, by=by, reason=reason.strip(), at=at)
    return article


def _check_transition(article: Article, action: ArticleAction, by: User | None) -> Transition:
    """The transition for an action on the saved article. Raises when state or permission forbid it."""
    state = article.state_at()
    transition = workflow.ARTICLE_WORKFLOW.find_transition(action, state, is_variant=article.is_pending_revision)
    if transition is None:
        raise ValidationError(
            _("Không thể %(act)s: bài đang ở trạng thái “%(state)s”."),
            code="state",
            params={"act": action.label.lower(), "state": state.label},
        )
    if transition.roles.isdisjoint(permissions.article_roles(by, article)):
        raise PermissionDenied(
            _("Bạn không có quyền %(act)s bài này ở trạng thái “%(state)s”.")
            % {"act": action.label.lower(), "state": state.label}
        )
    return transition


def _check_category_scope(article: Article, by: User | None) -> None:
    """An article may not be moved to a category outside its editor's scope."""
    if by is not None and article.category_id and not permissions.is_in_scope(by, article.category):
        raise ValidationError({"category": _("Bạn không phụ trách chuyên mục này; hãy chọn chuyên mục khác.")})


def _check_requirements(
    article: Article,
    requirements: Set[Enum],
    *,
    reason: str,
    notice: tuple[str, str],
    publish_at: dt.datetime | None,
) -> None:
    if Requirement.COMPLETE in requirements and (missing := _missing_fields(article)):
        raise ValidationError(missing)
    if Requirement.REASON in requirements and not reason.strip():
        raise ValidationError(_("Hãy viết lý do trả lại, để người viết biết cần sửa gì."), code="reason")
    if Requirement.FUTURE_TIME in requirements and (publish_at is None or publish_at <= timezone.now()):
        raise ValidationError(_("Hãy chọn giờ đăng ở phía trước."), code="publish_at")
    if Requirement.WITHDRAWAL_NOTICE in requirements:
        _check_withdrawal_notice(article, *notice)


def _missing_fields(article: Article) -> dict[str, str]:
    """What an article lacks for publication, including missing alt texts."""
    # Bylines are saved after the article; the form checks them.
    missing = missing_for_publication(**vars(replace(article_text(article), has_author=None)))
    if error := missing_alt_text_error(lead_image=article.lead_image, article=article):
        missing["lead_image"] = error
    return missing


def _check_withdrawal_notice(article: Article, note: str, target: str) -> None:
    """A withdrawn article needs an explanation or a redirect target."""
    note, target = note.strip(), target.strip()
    if not note and not target:
        raise ValidationError(_("Hãy viết lời giải thích cho người đọc, hoặc địa chỉ để chuyển họ đến."), code="notice")
    if len(note) > 1000:
        raise ValidationError(_("Lời giải thích dài quá 1.000 ký tự."), code="notice")
    if target and (not _REDIRECT_TARGET.fullmatch(target) or len(target) > 500):
        raise ValidationError(
            _("Địa chỉ chuyển đến phải bắt đầu bằng “/” (trang của cổng) hoặc “https://”."), code="target"
        )
    if target == article.get_absolute_url():
        raise ValidationError(_("Không thể chuyển người đọc về chính bài này."), code="target")


def _check_live_edit(article: Article) -> None:
    """A live text must stay complete, and a scheduled pending revision must not silently overwrite the change."""
    if missing := _missing_fields(article):
        raise ValidationError(missing)
    if not article.is_pending_revision and article.pending_revisions.in_state(ArticleState.SCHEDULED).exists():
        raise ValidationError(
            _("Bài này có một bản mới đã hẹn giờ thay thế. Hãy hủy hẹn giờ của bản đó trước khi sửa bản đang đăng."),
            code="version-scheduled",
        )


def _check_live_is_published(live: Article, at: dt.datetime | None = None) -> None:
    if live.state_at(at) not in workflow.LIVE_STATES:
        raise ValidationError(_("Bài gốc không còn được đăng nên không thay được bằng bản mới."), code="state")


def _check_live_unchanged(pending_revision: Article, acknowledged: bool) -> None:
    live = pending_revision.revision_of
    if not acknowledged and (live is None or live.revision_number != pending_revision.base_revision_number):
        raise LiveRevisionChanged


def _clear_withdrawal(article: Article) -> None:
    article.withdrawal_note = article.withdrawal_target = ""


def _save(article: Article, at: dt.datetime | None = None) -> None:
    article.revision_number += 1
    try:
        # The database checks the constraints; a query for each would say the same beforehand.
        article.full_clean(exclude=["section", "created_by"], validate_constraints=False)
        with constraint_errors_as_validation(Article):
            article.save()
        if at is not None:
            # ``auto_now`` writes the current time, whatever is assigned.
            article.updated_at = at
            Article.objects.filter(pk=article.pk).update(updated_at=at)
        if "<img" in article.body:
            adopt_alt_texts(article.body)
    except BaseException:
        article.revision_number -= 1
        raise


@transaction.atomic
def _publish_pending_revision(
    pending_revision: Article,
    by: User | None,
    *,
    acknowledged: bool,
    credited_to: User | None = None,
    at: dt.datetime | None = None,
    save_related: SaveRelated | None = None,
) -> Article:
    """Publishes a pending revision: merges its text into the live article and marks it as merged.

    ``credited_to`` is the user recorded in the history when the system publishes on schedule; ``at`` is the scheduled
    time.
    """
    live = _lock_live_article(pending_revision)
    _check_live_is_published(live, at)
    pending_revision.revision_of = live
    _check_live_unchanged(pending_revision, acknowledged)
    merged = _run_transition(
        pending_revision, ArticleAction.PUBLISH, by, change=_clear_schedule, at=at, save_related=save_related
    )
    before = Article.objects.get(pk=live.pk)
    revisions.record_baseline(before)
    snapshot = revisions.snapshot_of(merged)
    revisions.apply_snapshot(snapshot, live)
    _save(live, at)
    revisions.apply_snapshot_lists(snapshot, live, at=at)
    _keep_old_url(before, live, at)
    _record_correction(before, live, by or credited_to, CorrectionNotice(), at)
    revisions.record_revision(article=live, action=ArticleRevision.Kind.PUBLISH_REVISION, by=by or credited_to, at=at)
    _write_audit_log(live, ArticleRevision.Kind.PUBLISH_REVISION, by or credited_to, at)
    notices.notify(article=live, action=ArticleRevision.Kind.PUBLISH_REVISION, by=by, pending_revision=merged, at=at)
    return live


def _record_correction(
    before: Article, now: Article, by: User | None, correction_notice: CorrectionNotice, at: dt.datetime | None = None
) -> None:
    """Records a correction ("Cập nhật lúc …") if the previous text was public."""
    could_read = before.is_published(at) and now.is_published(at)
    if (
        could_read
        and not correction_notice.is_minor
        and (correction_notice.note or corrections.has_substantive_change(before, now))
    ):
        corrections.record_correction(article=now, by=by, note=correction_notice.note, at=at)


def _write_audit_log(article: Article, action: str, by: User | None, at: dt.datetime | None = None) -> None:
    """Writes the audit log entry of an action."""
    detail = {"revision_number": article.revision_number, "state": article.state_at(at).value}
    audit_services.record(action=f"news.{action}", by=by, target=article, detail=detail, at=at)


def _clear_schedule(pending_revision: Article) -> None:
    pending_revision.goes_live_at = None


def _keep_old_url(before: Article, now: Article, at: dt.datetime | None) -> None:
    """Keeps the URL that an article had in public."""
    if before.state_at(at) not in workflow.STATES_WITH_PUBLIC_URL:
        return
    old, new = (before.published_on, before.slug), (now.published_on, now.slug)
    if new[0] is not None:
        PreviousUrl.objects.filter(published_on=new[0], slug=new[1]).delete()
    if old != new:
        PreviousUrl.objects.update_or_create(published_on=old[0], slug=old[1], defaults={"article": now})


# --- actions by name ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ActionInput:
    """Input of an action; each action uses what it needs. ``publish_at`` is aware."""

    reason: str = ""
    publish_at: dt.datetime | None = None
    note: str = ""
    target: str = ""
    acknowledged: bool = False
    correction: str = ""
    is_minor: bool = False


def run_action(
    action: ArticleAction,
    *,
    article: Article,
    by: User | None,
    action_input: ActionInput = ActionInput(),
    save_related: SaveRelated | None = None,
) -> Article:
    """Runs the action named by a button, bulk action or command. Returns the article to show next.

    ``save_related`` saves what a form has besides the article's columns; a new pending revision copies the live ones.
    """
    given: dict[str, Any] = {}
    match action:
        case ArticleAction.EDIT:
            given = {"correction": action_input.correction, "is_minor": action_input.is_minor}
        case ArticleAction.RETURN:
            given = {"reason": action_input.reason}
        case ArticleAction.SCHEDULE:
            given = {"publish_at": action_input.publish_at, "acknowledged": action_input.acknowledged}
        case ArticleAction.PUBLISH:
            # A scheduled article is published ahead of its time.
            at = timezone.now() if article.state_at() == ArticleState.SCHEDULED else None
            given = {"at": at, "acknowledged": action_input.acknowledged}
        case ArticleAction.WITHDRAW:
            given = {"note": action_input.note, "target": action_input.target}
    if save_related is not None and action != ArticleAction.CREATE_PENDING_REVISION:
        given["save_related"] = save_related
    return _SERVICES[action](article=article, by=by, **given)


_SERVICES: dict[ArticleAction, Callable[..., Article]] = {
    ArticleAction.EDIT: save_article,
    ArticleAction.SUBMIT: submit_article,
    ArticleAction.RECALL: recall_submission,
    ArticleAction.RETURN: return_to_author,
    ArticleAction.APPROVE: approve_article,
    ArticleAction.SCHEDULE: schedule_article,
    ArticleAction.UNSCHEDULE: unschedule_article,
    ArticleAction.PUBLISH: publish_article,
    ArticleAction.WITHDRAW: withdraw_article,
    ArticleAction.CREATE_PENDING_REVISION: create_pending_revision,
    ArticleAction.TRASH: move_to_trash,
    ArticleAction.RESTORE: restore_from_trash,
}
