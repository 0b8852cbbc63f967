"""Queries of the picture library."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q, TextField
from django.db.models.functions import Cast

from news.rendering import images_of
from portal.accounts.models import User
from portal.kit.querysets import FoldedSearchQuerySet
from portal.kit.richtext import RichTextField

if TYPE_CHECKING:
    from news.models import Article, Picture

# An edition cannot show what came later; clocks of several machines may differ.
_BEFORE_UPLOAD = dt.timedelta(days=1)


class PictureQuerySet(FoldedSearchQuerySet):
    def of_addresses(self, names: Iterable[str]) -> Self:
        """The pictures stored under these names (paths below the media folder)."""
        return self.filter(file__in=list(names))

    def of_content(self, sha256: str) -> Self:
        """The picture that came in with exactly these bytes."""
        return self.filter(sha256=sha256)

    def uploaded_by_person(self, user: User) -> Self:
        return self.filter(uploaded_by=user)

    def changeable_by(self, user: User) -> Self:
        """One's own, or all for those who edit everybody's work. Its twin is ``Picture.is_changeable_by``."""
        return self if user.has_perm("news.edit_any_article") else self.uploaded_by_person(user)

    def awaiting_words(self) -> Self:
        """Stored, but not to be shown: nobody has said yet what can be seen in them."""
        return self.filter(awaits_words=True)

    def with_words(self) -> Self:
        """Ready for readers: described, or decorative by choice."""
        return self.filter(awaits_words=False)

    def in_gallery_of(self, article: "Article") -> Self:
        return self.filter(pk__in=article.gallery.values("picture"))

    def decorative(self) -> Self:
        return self.filter(is_decorative=True)

    def unused(self) -> Self:
        """What stands nowhere: in no article, portrait or text, and nothing of another room points at it."""
        return self.exclude(self._is_used())

    def in_use(self) -> Self:
        return self.filter(self._is_used())

    def _is_used(self) -> Q:
        condition = Q(file__in=names_in_texts())
        for relation in uses(self.model):
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            condition |= Q(Exists(rows))
        return condition

    def newest_first(self) -> Self:
        return self.order_by("-uploaded_at", "-pk")

    def before(self, key: tuple[dt.datetime, int]) -> Self:
        moment, pk = key
        return self.filter(uploaded_at__lte=moment).exclude(uploaded_at=moment, pk__gte=pk)

    def after(self, key: tuple[dt.datetime, int]) -> Self:
        moment, pk = key
        return self.filter(uploaded_at__gte=moment).exclude(uploaded_at=moment, pk__lte=pk)

    def for_list(self) -> Self:
        return self.select_related("uploaded_by")

    def in_order_of(self, keys: list[int]) -> Self:
        """The pictures with these keys, in the order of the list."""
        places = [models.When(pk=key, then=place) for place, key in enumerate(keys)]
        return self.filter(pk__in=keys).order_by(models.Case(*places, default=len(keys)), "pk")


class BodyPictureQuerySet(models.QuerySet):
    def follow(self, article: "Article") -> None:
        """Notes which pictures of the library stand in an article's body now, and no others."""
        library = self.model._meta.get_field("picture").related_model.objects
        names = {name for name, _alt in images_of(article.body)}
        standing = set(library.of_addresses(names).values_list("pk", flat=True)) if names else set()
        noted = set(self.filter(article=article).values_list("picture_id", flat=True))
        if gone := noted - standing:
            self.filter(article=article, picture_id__in=gone).delete()
        new = sorted(standing - noted)
        self.bulk_create([self.model(article=article, picture_id=pk) for pk in new], ignore_conflicts=True)


def uses(model: type[models.Model]) -> list[ForeignObjectRel]:
    """Every foreign key that points at a model, those of other rooms and of tables in between included."""
    related = model._meta.get_fields(include_hidden=True)
    return [field for field in related if field.auto_created and not field.concrete and not field.many_to_many]


class Text(NamedTuple):
    """A column in which people write rich text, so that pictures may stand in it."""

    model: type[models.Model]
    column: str

    def showing(self, picture: "Picture") -> models.QuerySet:
        """The rows in whose text a picture stands. It reads every text: there are few beside the articles'."""
        return self.model._base_manager.filter(**{f"{self.column}__contains": picture.file.name})

    def keys_showing(self, picture: "Picture") -> list[int]:
        return list(self.showing(picture).order_by("pk").values_list("pk", flat=True))

    @property
    def rendered(self) -> str:
        """The column that keeps the text as readers see it; empty where there is none."""
        name = f"{self.column}_rendered"
        return name if name in {field.name for field in self.model._meta.concrete_fields} else ""


def texts() -> Iterator[Text]:
    """The rich texts of every room: static pages, drafts, answers, covenants …

    An article's own are left out: ``BodyPicture`` notes what stands in those.
    """
    noted = apps.get_model("news", "BodyPicture")._meta.get_field("article").related_model
    for model in apps.get_models():
        if model is not noted and not model._meta.proxy:
            yield from (Text(model, field.name) for field in model._meta.concrete_fields if _is_rich(field))


def _is_rich(field: models.Field) -> bool:
    return isinstance(field, RichTextField)


def names_in_texts() -> set[str]:
    """The files of all pictures that stand in ``texts``. A query for each."""
    written = (
        row
        for text in texts()
        for row in text.model._base_manager.filter(**{f"{text.column}__contains": "<img"}).values_list(
            text.column, flat=True
        )
    )
    return {name for body in written for name, _alt in images_of(body)}


def histories() -> list[type[models.Model]]:
    """Every table of editions, whichever room keeps it: what has a ``snapshot``."""
    return [model for model in apps.get_models() if _keeps_snapshots(model)]


def _keeps_snapshots(model: type[models.Model]) -> bool:
    return any(field.name == "snapshot" and isinstance(field, models.JSONField) for field in model._meta.fields)


def editions_showing(history: type[models.Model], picture: "Picture") -> models.QuerySet:
    """The editions in which a picture stands: in the text, above it or in the gallery. It reads them all."""
    since = picture.uploaded_at - _BEFORE_UPLOAD
    rows = history._base_manager.filter(made_at__gte=since).annotate(written=Cast("snapshot", TextField()))
    key = rf'"(lead_picture|picture)": {picture.pk}[,}}]'
    return rows.filter(Q(written__contains=picture.file.name) | Q(written__regex=key)).order_by("-made_at", "-pk")
