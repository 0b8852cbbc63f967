"""Publishes articles in processes that kill themselves half-way, and says what is found afterwards, as JSON.

Run by test_dying.py as a program of its own on a database of its own: a process that a test kills must not be the
test's. ``DATABASE_URL`` names the database, which is made ready first.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

POINTS = ("after the lock", "after the row", "after the address", "after the history", "before the commit", "after it")


def main() -> None:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    found = [
        {"scene": scene.__name__, "point": point, **play(scene, point)}
        for scene in (publication, next_version)
        for point in POINTS
    ]
    json.dump(found, sys.stdout)


def play(scene: Callable[[], tuple[Any, Any]], point: str) -> dict[str, Any]:
    """Sets a scene, lets a process die in it, looks, and tries again with one that lives."""
    from django.db import connections

    from news import services as article_services

    article, live = scene()
    connections.close_all()
    child = os.fork()
    if child == 0:
        die_at(point)
        article_services.publish_article(article=article, by=None)
        os._exit(1)
    _pid, status = os.waitpid(child, 0)
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    seen = look(article, live)
    if seen["revision_number"] == article.revision_number:
        article_services.publish_article(article=article, by=None)
    return {"died": died, "seen": seen, "again": look(article, live)}


def publication() -> tuple[Any, Any]:
    """A withdrawn article that goes out again at another address."""
    from news import services as article_services
    from tests.factories import make_article

    article = article_services.withdraw_article(article=make_article(), by=None, note="Có nhầm lẫn.")
    article.slug += "-moi"
    return article, article


def next_version() -> tuple[Any, Any]:
    """A version with another address, gallery and attachment than its live article."""
    from django.core.files.base import ContentFile

    from news import services as article_services
    from news.models import Attachment, GalleryImage
    from tests.factories import make_article, make_image

    live = make_article()
    version = article_services.create_pending_revision(article=live, by=None)
    version.title, version.slug = "Bài mới", f"{live.slug}-moi"
    GalleryImage.objects.create(article=version, image=make_image())
    Attachment.objects.create(article=version, file=ContentFile(b"%PDF-1.4", name="a.pdf"))
    return article_services.save_article(article=version, by=None), live


def die_at(point: str) -> None:
    """Makes this process kill itself the next time it comes to a point of publishing."""
    from django.db import connection

    from news import revisions
    from news import services as article_services
    from news.models import Article

    if point == "after the lock":
        revisions.record_baseline = lambda *_args: die()
    elif point == "after the row":
        Article.save = and_die(Article.save)
    elif point == "after the address":
        article_services._keep_old_url = and_die(article_services._keep_old_url)
    elif point == "after the history":
        record = revisions.record_revision
        revisions.record_revision = lambda **given: (
            and_die(record)(**given) if given["action"] in LAST_ENTRIES else record(**given)
        )
    elif point == "before the commit":
        connection.ensure_connection()
        connection._commit = die
    else:
        connection.ensure_connection()
        connection._commit = and_die(connection._commit)


LAST_ENTRIES = {"publish", "publish-revision"}


def and_die(work: Callable[..., Any]) -> Callable[..., None]:
    def done(*args: Any, **kwargs: Any) -> None:
        work(*args, **kwargs)
        die()

    return done


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def look(article: Any, live: Any) -> dict[str, Any]:
    from news.models import Article, ArticleRevision

    row, now = (Article.objects.get(pk=one.pk) for one in (article, live))
    return {
        "status": row.status,
        "revision_number": row.revision_number,
        "is_new": now.slug.endswith("-moi"),
        "live_revision": now.revision_number,
        "is_public": now.is_published(),
        "history": list(
            ArticleRevision.objects.filter(article=row).order_by("revision_number").values_list("action", flat=True)
        ),
        "live_history": list(
            ArticleRevision.objects.filter(article=now).order_by("revision_number").values_list("action", flat=True)
        ),
        "previous_urls": now.previous_urls.count(),
        "gallery": now.gallery.count(),
        "attachments": now.attachments.count(),
    }


if __name__ == "__main__":
    main()
