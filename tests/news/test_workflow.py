"""The way of an article: every role in every state tries every act, on articles and on next versions."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from news import publishing, rights, workflow
from news.models import Article, ArticleRevision, CategoryScope
from news.workflow import Act, State, Status
from portal import roles
from portal.accounts.models import User
from tests.factories import make_administrator, make_article, make_category, make_staff, make_user

pytestmark = pytest.mark.django_db

BEFORE = "draft submitted returned approved"
ALL_OPEN = f"{BEFORE} scheduled published expired withdrawn"

# Written out by hand from what the newsroom agreed on, not derived from the table under test: for each act the states
# in which each kind of person may do it. Whoever is not named may never.
EXPECTED: dict[Act, dict[str, str]] = {
    Act.EDIT: {
        "owner": "draft returned",
        "editor": "draft submitted returned",
        "publisher": ALL_OPEN,
        "administrator": ALL_OPEN,
    },
    Act.SUBMIT: dict.fromkeys(("owner", "editor", "publisher", "administrator"), "draft returned"),
    Act.TAKE_BACK: {"owner": "submitted", "administrator": ""},
    Act.GIVE_BACK: {
        "editor": "submitted",
        "publisher": "submitted approved",
        "administrator": "submitted approved",
    },
    Act.APPROVE: dict.fromkeys(("publisher", "administrator"), "draft submitted returned"),
    Act.SCHEDULE: dict.fromkeys(("publisher", "administrator"), f"{BEFORE} scheduled"),
    Act.UNSCHEDULE: dict.fromkeys(("publisher", "administrator"), "scheduled"),
    Act.PUBLISH: dict.fromkeys(("publisher", "administrator"), f"{BEFORE} scheduled expired withdrawn"),
    Act.BEGIN_VERSION: dict.fromkeys(("owner", "editor", "publisher", "administrator"), "published expired"),
    Act.WITHDRAW: dict.fromkeys(("publisher", "administrator"), "published expired"),
    Act.TRASH: {
        "owner": "draft returned",
        "editor": "draft returned",
        "publisher": BEFORE,
        "administrator": BEFORE,
    },
    Act.RESTORE: dict.fromkeys(("owner", "editor", "publisher", "administrator"), "trashed"),
}
PEOPLE = ("reader", "colleague", "owner", "editor", "publisher", "administrator")
# Where each act leads; scheduling and publishing a version lead elsewhere.
LEADS_TO = {
    Act.SUBMIT: State.SUBMITTED,
    Act.TAKE_BACK: State.DRAFT,
    Act.GIVE_BACK: State.RETURNED,
    Act.APPROVE: State.APPROVED,
    Act.SCHEDULE: State.SCHEDULED,
    Act.UNSCHEDULE: State.APPROVED,
    Act.PUBLISH: State.PUBLISHED,
    Act.WITHDRAW: State.WITHDRAWN,
    Act.TRASH: State.TRASHED,
    Act.RESTORE: State.DRAFT,
}
NEVER_FOR_VERSIONS = {State.PUBLISHED, State.EXPIRED, State.WITHDRAWN}


def tomorrow() -> dt.datetime:
    return timezone.now() + dt.timedelta(days=1)


ACTS: dict[Act, Callable[[Article, User | None], Article]] = {
    Act.EDIT: lambda article, by: publishing.store(article=article, by=by),
    Act.SUBMIT: lambda article, by: publishing.submit(article=article, by=by),
    Act.TAKE_BACK: lambda article, by: publishing.take_back(article=article, by=by),
    Act.GIVE_BACK: lambda article, by: publishing.give_back(article=article, by=by, reason="Thiếu số liệu."),
    Act.APPROVE: lambda article, by: publishing.approve(article=article, by=by),
    Act.SCHEDULE: lambda article, by: publishing.schedule(article=article, by=by, moment=tomorrow()),
    Act.UNSCHEDULE: lambda article, by: publishing.unschedule(article=article, by=by),
    Act.PUBLISH: lambda article, by: publishing.publish(article=article, by=by, at=timezone.now()),
    Act.BEGIN_VERSION: lambda article, by: publishing.begin_version(article=article, by=by),
    Act.WITHDRAW: lambda article, by: publishing.withdraw(article=article, by=by, note="Có nhầm lẫn."),
    Act.TRASH: lambda article, by: publishing.trash(article=article, by=by),
    Act.RESTORE: lambda article, by: publishing.restore(article=article, by=by),
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


def article_in(state: State, owner: User | None = None, *, revises: Article | None = None) -> Article:
    """An article, or a next version of one, that is in a state now."""
    now = timezone.now()
    status = {State.SCHEDULED: Status.PUBLISHED, State.EXPIRED: Status.PUBLISHED}.get(state, state)
    fields: dict[str, object] = {"published_at": now - dt.timedelta(days=2)}
    if state == State.SCHEDULED and revises is None:
        fields["published_at"] = now + dt.timedelta(days=2)
    elif state == State.SCHEDULED:
        status, fields["goes_live_at"] = Status.APPROVED, now + dt.timedelta(days=2)
    elif state == State.EXPIRED:
        fields["expires_at"] = now - dt.timedelta(days=1)
    if revises is not None:
        fields |= {"revises": revises, "revises_edition": revises.edition}
    return make_article(status=status, created_by=owner, **fields)


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("kind", PEOPLE)
class TestTheTable:
    def test_on_articles(self, kind: str, act: Act) -> None:
        person = make_person(kind)
        for state in State:
            if state != State.MERGED:
                article = article_in(state, person if kind == "owner" else None)
                self.check(person, kind, act, article, state)

    def test_on_next_versions(self, kind: str, act: Act) -> None:
        person = make_person(kind)
        for state in State:
            if state not in NEVER_FOR_VERSIONS:
                live = make_article(day=timezone.localdate() - dt.timedelta(days=9))
                article = article_in(state, person if kind == "owner" else None, revises=live)
                self.check(person, kind, act, article, state)

    def check(self, person: User, kind: str, act: Act, article: Article, state: State) -> None:
        expected = state in EXPECTED[act].get(kind, "").split()
        said = f"{kind} – {act} – {state} – version: {article.is_version}"
        assert (act in rights.acts_for(person, article)) == expected, said
        edition = article.edition
        if not expected:
            with pytest.raises((PermissionDenied, ValidationError)):
                ACTS[act](article, person)
            fresh = Article.objects.get(pk=article.pk)
            assert (fresh.state_at(), fresh.edition) == (state, edition), said
            assert not ArticleRevision.objects.filter(article=article, edition__gt=edition).exists(), said
            return
        done = ACTS[act](article, person)
        fresh = Article.objects.get(pk=article.pk)
        if act == Act.BEGIN_VERSION:
            assert (done.revises_id, done.state_at()) == (article.pk, State.DRAFT), said
        elif act == Act.PUBLISH and article.is_version:
            assert (fresh.state_at(), done.pk) == (State.MERGED, article.revises_id), said
        else:
            assert fresh.state_at() == LEADS_TO.get(act, state), said
            assert fresh.revisions.get(edition=edition + 1).made_by == person, said


class TestTheTableItself:
    def test_every_state_that_a_person_meets_has_a_way_on(self) -> None:
        ends = {state for state in State if not any(state in line.sources for line in workflow.TRANSITIONS)}
        assert ends == {State.MERGED}

    def test_no_act_stands_twice_for_one_state(self) -> None:
        lines = [(line.act, state) for line in workflow.TRANSITIONS for state in line.sources]
        assert len(lines) == len(set(lines))

    def test_the_portal_itself_is_bound_by_states(self) -> None:
        with pytest.raises(ValidationError):
            publishing.submit(article=article_in(State.PUBLISHED), by=None)


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
        assert rights.may(editor, Act.EDIT, inside)
        assert not rights.may(editor, Act.EDIT, outside)
        with pytest.raises(PermissionDenied):
            publishing.store(article=outside, by=editor)

    def test_an_article_cannot_be_carried_out_of_them(self, culture: object) -> None:
        editor = make_staff(roles.EDITOR)
        CategoryScope.objects.create(user=editor, category=culture)
        article = make_article(published=False, category=culture)
        article.category = make_category("Kinh tế")
        with pytest.raises(ValidationError, match="phụ trách"):
            publishing.store(article=article, by=editor)

    def test_the_choice_of_categories_is_theirs(self, culture: object) -> None:
        editor = make_staff(roles.EDITOR)
        make_category("Kinh tế")
        child = make_category("Di sản", parent=culture)
        CategoryScope.objects.create(user=editor, category=culture)
        assert set(rights.categories_for(editor)) == {culture, child}


def test_a_role_taken_away_while_its_holder_edits_ends_the_right_at_once() -> None:
    editor = make_staff(roles.EDITOR)
    article = article_in(State.SUBMITTED)
    assert rights.may(editor, Act.EDIT, article)
    editor.groups.clear()
    with pytest.raises(PermissionDenied):
        publishing.store(article=article, by=User.objects.get(pk=editor.pk))
    assert Article.objects.get(pk=article.pk).edition == 0


class TestVisibleTo:
    """``rights.may_see`` says of a row what ``visible_to`` says of many."""

    @pytest.mark.parametrize("kind", PEOPLE[1:])
    def test_row_and_query_agree(self, kind: str) -> None:
        person = make_person(kind)
        for state in State:
            if state != State.MERGED:
                article = article_in(state, person if kind == "owner" else None)
                seen = Article.objects.visible_to(person).filter(pk=article.pk).exists()
                assert rights.may_see(person, article) == seen, state
