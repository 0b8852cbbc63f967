"""Whoever may not open something learns nothing of it: by no address, guess, search box or message.

Objects are planted in every state that is not public, with a word of its own in each text. People of every role then
ask for every address of the staff; what is looked at is not the status of an answer but whether a word is in it.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from news.models import Article, Category, Thread
from portal import roles
from portal.images.models import Image
from tests.factories import make_article, make_staff
from tests.security.privacy import crawling, planting
from tests.security.privacy.crawling import Address
from tests.security.privacy.planting import (
    ADMINISTRATOR,
    CONTRIBUTOR,
    EDITOR,
    MANAGER,
    NO_ROLE,
    NO_STAFF,
    OWNER,
    PUBLISHER,
    READER,
    SCOPED,
    Planted,
)

pytestmark = pytest.mark.django_db

# Who walks everywhere, and who only where the newsroom works: their role is that of somebody who walks everywhere.
WALK_EVERYWHERE = (CONTRIBUTOR, PUBLISHER, MANAGER, NO_ROLE)
WALK_THE_NEWS = (SCOPED, OWNER, NO_STAFF)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Refusals are what is asked for; a thousand of them in the log help nobody."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_nobody_finds_a_word_that_is_not_theirs() -> None:
    planted = planting.plant()
    staff, public = crawling.staff_addresses(planted), crawling.public_addresses(planted)
    assert len(staff) > 500
    assert len(public) > 100
    walk = Walk(planted)
    for name in WALK_EVERYWHERE:
        walk.through(name, (address.path for address in staff if address.matters_to(planted.people[name])))
    for name in WALK_THE_NEWS:
        walk.through(name, (address.path for address in staff if _is_of_the_news(address)))
    walk.through(READER, public)
    walk.knock(CONTRIBUTOR, (address.path for address in staff if _is_of_the_news(address)))
    walk.through(ADMINISTRATOR, _own_pages(planted))
    walk.through(EDITOR, ["/ban-lam-viec/"])
    assert walk.told == []
    assert walk.failed == []
    assert walk.unseen() == [], "each word stands somewhere, or nothing was looked for"


class Walk:
    """What was found on the way."""

    def __init__(self, planted: Planted) -> None:
        self.planted = planted
        self.finder = re.compile("|".join(planted.words))
        self.failed: list[str] = []
        self._seen: dict[str, set[str]] = defaultdict(set)
        self.told: list[str] = []

    def through(self, name: str, paths: Iterable[str]) -> None:
        client = self._client_of(name)
        for path in paths:
            self._look(name, path, client.get(path))

    def knock(self, name: str, paths: Iterable[str]) -> None:
        """Sends every form nearly empty, each undone again."""
        client = self._client_of(name)
        for path in paths:
            with transaction.atomic():
                self._look(name, f"POST {path}", client.post(path, {"_act": "edit", "_revision": "1"}))
                transaction.set_rollback(True)

    def unseen(self) -> list[str]:
        return sorted(self.planted.named[word] for word in self.planted.words if not self._seen[word])

    def _client_of(self, name: str) -> Client:
        client = Client(raise_request_exception=False)
        if (person := self.planted.people[name]) is not None:
            client.force_login(person)
        return client

    def _look(self, name: str, path: str, response: HttpResponse) -> None:
        if response.status_code >= 500:
            self.failed.append(f"{name}: {path}")
        # A page that is not there repeats the address that was asked for.
        for word in set(self.finder.findall(crawling.text_of(response))) - set(self.finder.findall(path)):
            self._seen[word].add(name)
            if name not in self.planted.words[word]:
                self.told.append(f"{name}: {path} tells of {self.planted.named[word]!r}")


def _is_of_the_news(address: Address) -> bool:
    is_list = address.is_repeated and "?" in address.path
    return address.model in {Article, Image, Thread} and not is_list


def _own_pages(planted: Planted) -> Iterator[str]:
    """The page of each row, its history and its files: where its words stand for whoever may read them."""
    for row in planted.rows:
        if admin.site.is_registered(type(row)):
            yield reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        if isinstance(row, Article):
            yield reverse("admin:news_article_preview_links", args=[row.pk])
            yield reverse("admin:news_article_revisions", args=[row.pk])
            yield from (reverse("admin:news_article_revision", args=[row.pk, revision]) for revision in (1, 2, 3))
    yield from crawling.special_pages(planted)


class TestQuestionsThatLeadToHiddenRows:
    """``?pending_revisions__isnull=0``: an answer by count is an answer."""

    @pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
    def test_no_list_takes_them(self, model: type[models.Model]) -> None:
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        model_admin = admin.site.get_model_admin(model)
        offered = {entry[0] if isinstance(entry, tuple) else entry for entry in model_admin.list_filter}
        for name in crawling.reverse_relations(model):
            if not any(isinstance(path, str) and path.startswith(f"{name}__") for path in offered):
                assert not model_admin.lookup_allowed(f"{name}__isnull", "0", request), name
                assert not model_admin.lookup_allowed(name, "1", request), name

    @pytest.mark.parametrize(
        ("address", "asked"),
        [
            ("/quan-tri/news/article/", "pending_revisions__isnull=0"),
            ("/quan-tri/news/article/", "revisions__in=1"),
            ("/quan-tri/news/category/", "articles={key}"),
            ("/quan-tri/news/thread/", "articles={key}"),
            ("/quan-tri/images/image/", "lead_image_articles={key}"),
        ],
    )
    def test_they_are_refused(self, client: Client, address: str, asked: str) -> None:
        draft = make_article(published=False)
        Thread.objects.create(name="Dòng").articles.add(draft)
        client.force_login(make_staff(roles.CONTRIBUTOR))
        assert client.get(f"{address}?{asked.format(key=draft.pk)}").status_code == 400

    def test_the_lists_own_filters_still_stand(self, client: Client) -> None:
        article = make_article(author="Nông Thúy Quỳnh")
        author = article.bylines.get().author
        client.force_login(make_staff(roles.CONTRIBUTOR))
        found = client.get("/quan-tri/news/article/", {"bylines__author__id__exact": author.pk})
        assert article.title in found.content.decode()
        found = client.get("/quan-tri/news/article/", {"category__id__exact": Category.objects.get().pk})
        assert article.title in found.content.decode()


class TestTheWayToTheSite:
    """/quan-tri/r/: its answer is an address, and in the address stands the title."""

    def test_leads_whoever_may_open_the_row(self, client: Client) -> None:
        draft = make_article(published=False, title="Bài nháp")
        client.force_login(make_staff(roles.EDITOR))
        assert client.get(_on_site(draft)).url == draft.get_absolute_url()

    def test_knows_nothing_for_everybody_else(self, client: Client) -> None:
        draft, public = make_article(published=False), make_article()
        client.force_login(make_staff(roles.CONTRIBUTOR))
        assert client.get(_on_site(draft)).status_code == 404
        assert client.get(_on_site(public)).url == public.get_absolute_url()

    @pytest.mark.parametrize("place", ["0/1", "x/1", "99999999999999999999/1", "1/x", "①/1"])
    def test_stands_whatever_is_asked(self, client: Client, place: str) -> None:
        client.force_login(make_staff(roles.EDITOR))
        assert client.get(f"/quan-tri/r/{place}/").status_code == 404


def _on_site(row: models.Model) -> str:
    return f"/quan-tri/r/{ContentType.objects.get_for_model(row).pk}/{row.pk}/"
