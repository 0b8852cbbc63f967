"""Rows for tests: each takes only what matters to the test and makes up the rest."""

import datetime as dt
import io
import itertools
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from PIL import Image as PILImage

from news.bylines import Contribution
from news.models import Article, Author, Byline, Category
from portal.accounts.models import User
from portal.core.text import dates
from portal.images.models import Image
from portal.roles import Role, apply_roles

_number = itertools.count(1)

PASSWORD = "mat-khau-dung-de-thu"
BODY = "<p>Ngày 21/3/2018, tại Sở Tư pháp, các đơn vị trong Khối họp bàn công tác thi đua.</p>"


def make_user(*, username: str = "", permissions: tuple[str, ...] = (), **fields: Any) -> User:
    """An account with ``PASSWORD``; ``permissions`` are codenames, which make it a member of staff."""
    user = User(username=username or f"nguoi-dung-{next(_number)}", **{"full_name": "Nông Thúy Quỳnh", **fields})
    user.is_staff = user.is_staff or user.is_superuser or bool(permissions)
    user.set_password(PASSWORD)
    user.save()
    if permissions:
        user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user


def make_staff(role: Role, **fields: Any) -> User:
    """A member of staff in a role; the groups are made as ``manage.py apply_roles`` makes them."""
    if not Group.objects.filter(name=role.name).exists():
        apply_roles()
    user = make_user(**{"is_staff": True, **fields})
    user.groups.add(Group.objects.get(name=role.name))
    return user


def make_administrator(**fields: Any) -> User:
    return make_user(**{"is_superuser": True, **fields})


def make_category(name: str = "", **fields: Any) -> Category:
    return Category.objects.create(name=name or f"Chuyên mục {next(_number)}", **fields)


def make_author(display_name: str = "", **fields: Any) -> Author:
    return Author.objects.create(display_name=display_name or f"Phóng viên {next(_number)}", **fields)


def image_bytes(size: tuple[int, int] = (640, 400), kind: str = "PNG", **options: Any) -> bytes:
    """An encoded image of one colour; ``options`` go to Pillow (``exif=…``)."""
    buffer = io.BytesIO()
    PILImage.new("RGB", size, (150, 30, 35)).save(buffer, kind, **options)
    return buffer.getvalue()


def make_image(*, size: tuple[int, int] = (64, 40), name: str = "anh.png", **fields: Any) -> Image:
    file = ContentFile(image_bytes(size), name=name)
    return Image.objects.create(file=file, **{"alt": "Núi đá vôi trong sương sớm", **fields})


def make_article(*, published: bool = True, day: dt.date | None = None, hour: int = 8, **fields: Any) -> Article:
    """An article that went out at ``hour`` o'clock (local time) of ``day``; a draft when not ``published``.

    ``author`` signs its text.
    """
    number = next(_number)
    opened = dates.start_of_day(day or dt.date(2018, 3, 27)) + dt.timedelta(hours=hour)
    status = Article.Status.PUBLISHED if published else Article.Status.DRAFT
    values = {
        "title": f"Khối thi đua họp bàn công tác {number}",
        "summary": "Các đơn vị trong Khối thống nhất chương trình công tác năm.",
        "body": BODY,
        "status": status,
        "published_at": opened,
    }
    category = fields.pop("category", None) or make_category()
    author = fields.pop("author", None)
    article = Article.objects.create(category=category, **{**values, **fields})
    if author is not None:
        make_byline(article, author)
    return article


def make_byline(article: Article, author: Author | str, contribution: str = Contribution.TEXT, **fields: Any) -> Byline:
    """A further byline, after those that the article has."""
    author = make_author(author) if isinstance(author, str) else author
    values = {"contribution": contribution, "position": article.bylines.count()}
    return Byline.objects.create(article=article, author=author, **{**values, **fields})
