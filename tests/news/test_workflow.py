"""The way of an article: every role in every state tries every act, on articles and on next versions."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from news import permissions as article_permissions
from news import services as article_services
from news import workflow
from news.models import Article, ArticleRevision, CategoryScope
from news.workflow import ArticleAction, ArticleState, Status
from portal import roles
from portal.accounts.models import User
from tests.factories import make_administrator, make_article, make_category, make_staff, make_user

pytestmark = pytest.mark.django_db

BEFORE = "draft submitted returned approved"
ALL_OPEN = f"{BEFORE} scheduled published expired withdrawn"

# Written out by hand from what the newsroom agreed on, not derived from the table under test: for each act the states
# in which each kind of person may do it. Whoever is not named may never.
EXPECTED: dict[ArticleAction, dict[str, str]] = {
    ArticleAction.EDIT: {
        "owner": "draft returned",
        "editor": "draft submitted returned",
        "publisher": ALL_OPEN,
        "administrator": ALL_OPEN,
    },
    ArticleAction.SUBMIT: dict.fromkeys(("owner", "editor", "publisher", "administrator"), "draft returned"),
    ArticleAction.RECALL: {"owner": "submitted", "administrator": ""},
    ArticleAction.RETURN: {
        "editor": "submitted",
        "publisher": "submitted approved",
        "administrator": "submitted approved",
    },
    ArticleAction.APPROVE: dict.fromkeys(("publisher", "administrator"), "draft submitted returned"),
    ArticleAction.SCHEDULE: dict.fromkeys(("publisher", "administrator"), f"{BEFORE} scheduled"),
    ArticleAction.UNSCHEDULE: dict.fromkeys(("publisher", "administrator"), "scheduled"),
    ArticleAction.PUBLISH: dict.fromkeys(("publisher", "administrator"), f"{BEFORE} scheduled expired withdrawn"),
    ArticleAction.CREATE_PENDING_REVISION: dict.fromkeys(
        ("owner", "editor", "publisher", "administrator"), "published expired"
    ),
    ArticleAction.WITHDRAW: dict.fromkeys(("publisher", "administrator"), "published expired"),
    ArticleAction.TRASH: {
        "owner": "draft returned",
        "editor": "draft returned",
        "publisher": BEFORE,
        "administrator": BEFORE,
    },
    ArticleAction.RESTORE: dict.fromkeys(("owner", "editor", "publisher", "administrator"), "trashed"),
}
PEOPLE = ("reader", "colleague", "owner", "editor", "publisher", "administrator")
# Where each act leads; scheduling and publishing a version lead elsewhere.
LEADS_TO = {
    ArticleAction.SUBMIT: ArticleState.SUBMITTED,
    ArticleAction.RECALL: ArticleState.DRAFT,
    ArticleAction.RETURN: ArticleState.RETURNED,
    ArticleAction.APPROVE: ArticleState.APPROVED,
    ArticleAction.SCHEDULE: ArticleState.SCHEDULED,
    ArticleAction.UNSCHEDULE: ArticleState.APPROVED,
    ArticleAction.PUBLISH: ArticleState.PUBLISHED,
    ArticleAction.WITHDRAW: ArticleState.WITHDRAWN,
    ArticleAction.TRASH: ArticleState.TRASHED,
    ArticleAction.RESTORE: ArticleState.DRAFT,
}
NEVER_FOR_VERSIONS = {ArticleState.PUBLISHED, ArticleState.EXPIRED, ArticleState.WITHDRAWN}


def tomorrow() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


ACTS: dict[ArticleAction, Callable[[Article, User | None], Article]] = {
    ArticleAction.EDIT: lambda article, by: article_services.save_article(article=article, by=by),
    ArticleAction.SUBMIT: lambda article, by: article_services.submit_article(article=article, by=by),
    ArticleAction.RECALL: lambda article, by: article_services.recall_submission(article=article, by=by),
    ArticleAction.RETURN: lambda article, by: article_services.return_to_author(
        article=article, by=by, reason="Thiếu số liệu."
    ),
    ArticleAction.APPROVE: lambda article, by: article_services.approve_article(article=article, by=by),
    ArticleAction.SCHEDULE: lambda article, by: article_services.schedule_article(
        article=article, by=by, publish_at=tomorrow()
    ),
    ArticleAction.UNSCHEDULE: lambda article, by: article_services.unschedule_article(article=article, by=by),
    ArticleAction.PUBLISH: lambda article, by: article_services.publish_article(
        article=article, by=by, at=timezone.now()
    ),
    ArticleAction.CREATE_PENDING_REVISION: lambda article, by: article_services.create_pending_revision(
        article=article, by=by
    ),
    ArticleAction.WITHDRAW: lambda article, by: article_services.withdraw_article(
        article=article, by=by, note="Có nhầm lẫn."
    ),
    ArticleAction.TRASH: lambda article, by: article_services.move_to_trash(article=article, by=by),
    ArticleAction.RESTORE: lambda article, by: article_services.restore_from_trash(article=article, by=by),
}


def make_person(kind: str) -> User:
    match kind:
        case "reader":
            return make_user()
        case "owner" | "colleague":
            return make_staff(roles.CONTRIBUTOR)
        case "editor":
            return make_staff(roles.EDITOR)
        case "publisher":
            return make_staff(roles.PUBLISHER)
        case _:
            return make_administrator()


def article_in(state: ArticleState, owner: User | None = None, *, revision_of: Article | None = None) -> Article:
    """An article, or a next version of one, that is in a state now."""
    now = timezone.now()
    status = {ArticleState.SCHEDULED: Status.PUBLISHED, ArticleState.EXPIRED: Status.PUBLISHED}.get(state, state)
    fields: dict[str, object] = {"published_at": now - dt.timedelta(days=2)}
    if state == ArticleState.SCHEDULED and revision_of is None:
        fields["published_at"] = now + dt.timedelta(days=2)
    elif state == ArticleState.SCHEDULED:
        status, fields["goes_live_at"] = Status.APPROVED, now + dt.timedelta(days=2)
    elif state == ArticleState.EXPIRED:
        fields["expires_at"] = now - dt.timedelta(days=1)
    if revision_of is not None:
        fields |= {"revision_of": revision_of, "base_revision_number": revision_of.revision_number}
    return make_article(status=status, created_by=owner, **fields)


@pytest.mark.parametrize("action", list(ArticleAction))
@pytest.mark.parametrize("kind", PEOPLE)
class TestTheTable:
    def test_on_articles(self, kind: str, action: ArticleAction) -> None:
        person = make_person(kind)
        for state in ArticleState:
            if state != ArticleState.MERGED:
                article = article_in(state, person if kind == "owner" else None)
                self.check(person, kind, action, article, state)

    def test_on_next_versions(self, kind: str, action: ArticleAction) -> None:
        person = make_person(kind)
        for state in ArticleState:
            if state not in NEVER_FOR_VERSIONS:
                live = make_article(day=timezone.localdate() - dt.timedelta(days=9))
                article = article_in(state, person if kind == "owner" else None, revision_of=live)
                self.check(person, kind, action, article, state)

    def check(self, person: User, kind: str, action: ArticleAction, article: Article, state: ArticleState) -> None:
        expected = state in EXPECTED[action].get(kind, "").split()
        said = f"{kind} – {action} – {state} – version: {article.is_pending_revision}"
        assert (action in article_permissions.allowed_actions_for(person, article)) == expected, said
        revision = article.revision_number
        if not expected:
            with pytest.raises((PermissionDenied, ValidationError)):
                ACTS[action](article, person)
            fresh = Article.objects.get(pk=article.pk)
            assert (fresh.state_at(), fresh.revision_number) == (state, revision), said
            assert not ArticleRevision.objects.filter(article=article, revision_number__gt=revision).exists(), said
            return
        done = ACTS[action](article, person)
        fresh = Article.objects.get(pk=article.pk)
        if action == ArticleAction.CREATE_PENDING_REVISION:
            assert (done.revision_of_id, done.state_at()) == (article.pk, ArticleState.DRAFT), said
        elif action == ArticleAction.PUBLISH and article.is_pending_revision:
            assert (fresh.state_at(), done.pk) == (ArticleState.MERGED, article.revision_of_id), said
        else:
            assert fresh.state_at() == LEADS_TO.get(action, state), said
            assert fresh.revisions.get(revision_number=revision + 1).made_by == person, said


class TestTheTableItself:
    def test_every_state_that_a_person_meets_has_a_way_on(self) -> None:
        ends = {
            state
            for state in ArticleState
            if not any(state in line.sources for line in workflow.ARTICLE_WORKFLOW.transitions)
        }
        assert ends == {ArticleState.MERGED}

    def test_no_act_stands_twice_for_one_state(self) -> None:
        lines = [(line.action, state) for line in workflow.ARTICLE_WORKFLOW.transitions for state in line.sources]
        assert len(lines) == len(set(lines))

    def test_the_portal_itself_is_bound_by_states(self) -> None:
        with pytest.raises(ValidationError):
            article_services.submit_article(article=article_in(ArticleState.PUBLISHED), by=None)


class TestScope:
    """Rights by category, where set."""

    @pytest.fixture
    def culture(self) -> object:
        return make_category("Văn hóa")

    def test_a_role_ends_where_the_persons_categories_end(self, culture: object) -> None:
        editor = make_staff(roles.EDITOR)
        CategoryScope.objects.create(user=editor, category=culture)
        inside = make_article(published=False, category=make_category("Di sản", parent=culture))
        outside = make_article(published=False)
        assert article_permissions.can_perform(editor, ArticleAction.EDIT, inside)
        assert not article_permissions.can_perform(editor, ArticleAction.EDIT, outside)
        with pytest.raises(PermissionDenied):
            article_services.save_article(article=outside, by=editor)

    def test_an_article_cannot_be_carried_out_of_them(self, culture: object) -> None:
        editor = make_staff(roles.EDITOR)
        CategoryScope.objects.create(user=editor, category=culture)
        article = make_article(published=False, category=culture)
        article.category = make_category("Kinh tế")
        with pytest.raises(ValidationError, match="phụ trách"):
            article_services.save_article(article=article, by=editor)

    def test_the_choice_of_categories_is_theirs(self, culture: object) -> None:
        editor = make_staff(roles.EDITOR)
        make_category("Kinh tế")
        child = make_category("Di sản", parent=culture)
        CategoryScope.objects.create(user=editor, category=culture)
        assert set(article_permissions.assignable_categories(editor)) == {culture, child}


def test_a_role_taken_away_while_its_holder_edits_ends_the_right_at_once() -> None:
    editor = make_staff(roles.EDITOR)
    article = article_in(ArticleState.SUBMITTED)
    assert article_permissions.can_perform(editor, ArticleAction.EDIT, article)
    editor.groups.clear()
    with pytest.raises(PermissionDenied):
        article_services.save_article(article=article, by=User.objects.get(pk=editor.pk))
    assert Article.objects.get(pk=article.pk).revision_number == 0


class TestVisibleTo:
    """``rights.can_view`` says of a row what ``visible_to`` says of many."""

    @pytest.mark.parametrize("kind", PEOPLE[1:])
    def test_row_and_query_agree(self, kind: str) -> None:
        person = make_person(kind)
        for state in ArticleState:
            if state != ArticleState.MERGED:
                article = article_in(state, person if kind == "owner" else None)
                seen = Article.objects.visible_to(person).filter(pk=article.pk).exists()
                assert article_permissions.can_view(person, article) == seen, state
