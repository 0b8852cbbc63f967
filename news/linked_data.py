"""What the pages of the news say of themselves to machines (JSON-LD)."""

import datetime as dt
from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from news.bylines import Signer
from news.models import Article, Author, Category
from portal.kit import languages
from portal.kit.addresses import absolute
from portal.kit.dates import w3c_moment
from portal.kit.linked_data import Thing, breadcrumb, graph, one_address, publisher, thing


def of_article(article: Article, signers: Iterable[Signer], root: str) -> Thing:
    address = one_address(article, root)
    agency = publisher(root)
    picture = article.lead_picture
    report = thing(
        "NewsArticle",
        headline=article.title,
        description=article.summary,
        datePublished=w3c_moment(article.published_at),
        dateModified=w3c_moment(article.changed_at),
        url=address,
        mainEntityOfPage=address,
        image=[absolute(picture.file.plain_1200, root)] if picture else [],
        articleSection=article.category.name,
        inLanguage=languages.VIETNAMESE,
        isAccessibleForFree=True,
        author=[_signer(signer, root) for signer in signers] or [{"@id": agency["@id"]}],
        publisher={"@id": agency["@id"]},
    )
    way = [*_way_to(article.category), (article.title, article.get_absolute_url())]
    return graph(report, agency, breadcrumb(way, root))


def of_category(category: Category, root: str) -> Thing:
    return graph(breadcrumb(_way_to(category), root))


def of_author(author: Author, root: str) -> Thing:
    return graph(thing("ProfilePage", mainEntity=_author(author, root), inLanguage=languages.current()))


def of_archive(root: str, day: dt.date, *, depth: int) -> Thing:
    """Of a year (``depth`` 1), a month (2) or a day (3)."""
    steps = [
        (f"{day:%Y}", reverse("news:year", args=[day.year])),
        (f"{day:%m/%Y}", reverse("news:month", args=[day.year, day.month])),
        (f"{day:%d/%m/%Y}", reverse("news:day", args=[day.year, day.month, day.day])),
    ]
    return graph(breadcrumb([(_("Tin tức"), reverse("news:list")), *steps[:depth]], root))


def _way_to(category: Category) -> list[tuple[str, str]]:
    above = [category.parent] if category.parent else []
    return [(step.shown_name, step.get_absolute_url()) for step in (*above, category)]


def _signer(signer: Signer, root: str) -> Thing:
    return thing("Person", name=signer.name, url=absolute(signer.address, root))


def _author(author: Author, root: str) -> Thing:
    return thing("Person", name=author.display_name, url=absolute(author.get_absolute_url(), root))
