"""Query sets of revisions, autosaves and presence."""

import datetime as dt
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, F, Q, TextField, Value, Window
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils import timezone

from news.querysets.articles import can_view_all_articles
from portal.core.db.revisions import RevisionQuerySet

if TYPE_CHECKING:
    from news.models import Article
    from portal.accounts.models import User
    from portal.images.models import Image

# Three heartbeats of the form; a user silent for longer has left.
PRESENCE_LIFETIME = dt.timedelta(seconds=45)
# Content of an autosave whose form became an article and that holds no unsaved input.
SAVED_MARKER = {"settled": True}


class ArticleRevisionQuerySet(RevisionQuerySet):
    def returned_to_author(self) -> Self:
        """The returns of an article to its author, latest first."""
        return self.for_list().filter(action="return")

    def last_public_title(self, article: "Article") -> str:
        """The last public title of an article that is no longer public, whatever it was renamed to since."""
        was_public = Q(action="withdraw") if article.status == "withdrawn" else Q(made_at__lte=article.expires_at)
        public = self.filter(was_public)
        last = public.order_by("-revision_number").values_list("snapshot__title", flat=True).first()
        return str(last or article.title)

    def with_made_by_name(self) -> Self:
        """Annotates ``made_by_name`` as ``str(user)`` writes it; None for the system."""
        written = NullIf("made_by__full_name", Value(""))
        return self.annotate(made_by_name=Coalesce(written, "made_by__username"))

    def visible_to(self, user: "User") -> Self:
        """Revisions that a staff user may see: all for editors of others' articles, else of their own."""
        return self if can_view_all_articles(user) else self.filter(article__created_by=user)

    def without_baselines(self) -> Self:
        """Excludes baselines, recorded for articles older than their history. Newest first."""
        return self.exclude(action="baseline").order_by("-made_at", "-pk")

    def for_dashboard(self) -> Self:
        """Rows for the dashboard: user, action, time and title, without the snapshots."""
        return self.select_related("made_by", "article").only(
            *("action", "made_at", "made_by__full_name", "made_by__username", "article__title", "article__revision_of")
        )


class AutosaveQuerySet(models.QuerySet):
    def pending(self, user: "User", article: "Article | None") -> Self:
        """Unsaved input of a user, for an article or for new ones (None), newest first."""
        return self.unsaved().filter(user=user, article=article).order_by("-saved_at")

    def unsaved(self) -> Self:
        """Excludes rows that only map a form key to its article (``autosave.mark_saved``)."""
        return self.exclude(fields=SAVED_MARKER)

    def for_dashboard(self, user: "User") -> Self:
        """Unsaved input of a user, annotated with ``typed_title`` and the full count as ``total``.

        The texts are not fetched. The title is whatever JSON value a form sent.
        """
        typed = self.unsaved().filter(user=user).select_related("article").order_by("-saved_at", "-pk")
        return typed.only("saved_at", "article__title").annotate(
            typed_title=F("fields__title"), total=Window(Count("pk"))
        )

    def with_image(self, image: "Image") -> Self:
        """Autosaves whose text contains an image. A full scan; there are few rows."""
        return self.annotate(written=Cast("fields", TextField())).filter(written__contains=image.file.name)

    def saved_before(self, before: dt.datetime) -> Self:
        """Markers of forms that became articles before a time."""
        return self.filter(fields=SAVED_MARKER, saved_at__lt=before)


class PresenceQuerySet(models.QuerySet):
    def active_on(self, article: "Article", at: dt.datetime | None = None) -> Self:
        """Presence rows of an article that are active at a time."""
        since = (at or timezone.now()) - PRESENCE_LIFETIME
        return self.filter(article=article, seen_at__gt=since).select_related("user").order_by("seen_at")

    def expired(self, at: dt.datetime | None = None) -> Self:
        return self.filter(seen_at__lte=(at or timezone.now()) - PRESENCE_LIFETIME)
