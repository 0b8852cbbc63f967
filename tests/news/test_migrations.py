"""What the news already holds comes through its migrations whole, forward and back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def migrate() -> Iterator[Callable[[str], Any]]:
    """Brings the news to a migration and answers with the models of that day; afterwards all is as it was."""

    def to(name: str) -> Any:
        executor = MigrationExecutor(connection)
        executor.migrate([("news", name)])
        return MigrationExecutor(connection).loader.project_state([("news", name)]).apps

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


class TestAuthorsSign:
    def test_every_author_becomes_the_first_by_line_and_back(self, migrate: Callable[[str], Any]) -> None:
        apps = migrate("0003_notices_and_preview_links")
        category = apps.get_model("news", "Category").objects.create(name="Tin", slug="tin")
        author = apps.get_model("news", "Author").objects.create(display_name="Lục Thị Mai", slug="mai")
        common = {"category": category, "section": category}
        articles = apps.get_model("news", "Article").objects
        moment = "2018-03-27T01:00:00Z"
        signed = articles.create(title="Có ký", slug="a", author=author, published_at=moment, **common)
        unsigned = articles.create(title="Không ký", slug="b", **common)

        apps = migrate("0006_article_without_author")
        byline = apps.get_model("news", "Byline").objects.get()
        assert (byline.article_id, byline.author_id, byline.contribution) == (signed.pk, author.pk, "text")
        assert byline.published_at == apps.get_model("news", "Article").objects.get(pk=signed.pk).published_at
        second = apps.get_model("news", "Author").objects.create(display_name="Hoàng Văn An", slug="an")
        apps.get_model("news", "Byline").objects.create(article_id=signed.pk, author=second, position=1)

        articles = migrate("0003_notices_and_preview_links").get_model("news", "Article").objects
        assert dict(articles.values_list("pk", "author")) == {signed.pk: author.pk, unsigned.pk: None}
