"""A slug is derived from the name once, and only if none is given."""

import pytest

from news.models import Category

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "given", "slug"),
    [("Thi đua", "", "thi-dua"), ("Thi đua", "phong-trao", "phong-trao"), ("★", "", "chuyen-muc")],
)
def test_a_slug_comes_from_the_name_unless_given(name: str, given: str, slug: str) -> None:
    category = Category(name=name, slug=given)
    category.full_clean()
    assert category.slug == slug
    category.save()
    category.name = "Tên khác"
    category.save()
    assert category.slug == slug
