"""What the library's first migration makes of pictures that were there before: nothing pretended, nothing lost."""

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, AFTER = [("news", "0007_correction")], [("news", "0010_picture_words_required")]


def migrate(target: list[tuple[str, str]]) -> Apps:
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def before() -> Iterator[Apps]:
    yield migrate(BEFORE)
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def add(apps: Apps, name: str, **words: object) -> int:
    return (
        apps.get_model("news", "Picture").objects.create(file=f"anh/{name}/{name}.jpg", width=9, height=9, **words).pk
    )


def words_of(apps: Apps, pk: int) -> tuple[str, bool, bool]:
    picture = apps.get_model("news", "Picture").objects.get(pk=pk)
    return picture.alt, picture.is_decorative, picture.awaits_words


def test_placeholders_wait_and_words_stay(before: Apps) -> None:
    # The column of the search is derived by a field that reads properties, which models of migrations lack.
    before.get_model("news", "Picture")._meta.get_field("search_folded").sources = ("alt",)
    placeholder = add(before, "ban-gioc", alt="Ảnh trong bài (ban gioc)")
    file_name = add(before, "so-do", alt="So do.PNG")
    described = add(before, "nui", alt="Núi đá vôi")
    both = add(before, "song", alt="Dòng sông", is_decorative=True)
    silent = add(before, "hoa-tiet", is_decorative=True)
    category = before.get_model("news", "Category").objects.create(name="Tin", slug="tin")
    article = before.get_model("news", "Article").objects.create(
        title="Bài", slug="bai", category=category, section=category, body='<p><img src="/media/anh/nui/nui.jpg"></p>'
    )

    after = migrate(AFTER)
    assert words_of(after, placeholder) == ("", False, True)
    assert words_of(after, file_name) == ("", False, True)
    assert words_of(after, described) == ("Núi đá vôi", False, False)
    assert words_of(after, both) == ("Dòng sông", False, False)
    assert words_of(after, silent) == ("", True, False)
    assert list(after.get_model("news", "BodyPicture").objects.values_list("article", "picture")) == [
        (article.pk, described)
    ]
    assert after.get_model("news", "Picture").objects.get(search_folded__contains="ban gioc").pk == placeholder

    back = migrate(BEFORE)
    picture = back.get_model("news", "Picture").objects.get(pk=placeholder)
    assert picture.alt == "Ảnh trong bài (ban gioc)"
