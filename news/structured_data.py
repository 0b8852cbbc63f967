"""JSON-LD of the news pages."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from news.bylines import BylineAuthor
from news.models import Article, Author, Category
from portal.core.http.absolute_urls import absolute_url
from portal.core.structured_data import Node, breadcrumb_node, canonical_url, graph, node, publisher_node
from portal.core.text import languages
from portal.core.text.dates import w3c_datetime


def article_json_ld(article: Article, authors: Iterable[BylineAuthor], base_url: str) -> Node:
    url = canonical_url(article, base_url)
    agency = publisher_node(base_url)
    lead_image = article.lead_image
    news_article = node(
        "NewsArticle",
        headline=article.title,
        description=article.summary,
        datePublished=w3c_datetime(article.public_since),
        dateModified=w3c_datetime(article.changed_at),
        url=url,
        mainEntityOfPage=url,
        image=[absolute_url(lead_image.file.plain_1200, base_url)] if lead_image else [],
        articleSection=article.category.name,
        inLanguage=languages.VIETNAMESE,
        isAccessibleForFree=True,
        author=[_byline_person(author, base_url) for author in authors] or [{"@id": agency["@id"]}],
        publisher={"@id": agency["@id"]},
    )
    breadcrumbs = [*_breadcrumb_items(article.category), (article.title, article.get_absolute_url())]
    return graph(news_article, agency, breadcrumb_node(breadcrumbs, base_url))


def category_json_ld(category: Category, base_url: str) -> Node:
    return graph(breadcrumb_node(_breadcrumb_items(category), base_url))


def author_json_ld(author: Author, base_url: str) -> Node:
    return graph(
        node("ProfilePage", mainEntity=_author_person(author, base_url), inLanguage=languages.current_language())
    )


def archive_json_ld(base_url: str, day: dt.date, *, depth: int) -> Node:
    """JSON-LD of a year (``depth`` 1), month (2) or day (3) archive."""
    steps = [
        (f"{day:%Y}", reverse("news:year-archive", args=[day.year])),
        (f"{day:%m/%Y}", reverse("news:month-archive", args=[day.year, day.month])),
        (f"{day:%d/%m/%Y}", reverse("news:day-archive", args=[day.year, day.month, day.day])),
    ]
    return graph(breadcrumb_node([(_("Tin tức"), reverse("news:article-list")), *steps[:depth]], base_url))


def _breadcrumb_items(category: Category) -> list[tuple[str, str]]:
    above = [category.parent] if category.parent else []
    return [(step.shown_name, step.get_absolute_url()) for step in (*above, category)]


def _byline_person(author: BylineAuthor, base_url: str) -> Node:
    return node("Person", name=author.name, url=absolute_url(author.url, base_url))


def _author_person(author: Author, base_url: str) -> Node:
    return node("Person", name=author.display_name, url=absolute_url(author.get_absolute_url(), base_url))
