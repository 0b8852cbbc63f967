"""Query set of the image library, and queries for uses of images."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, ForeignObjectRel, OuterRef, Q, TextField
from django.db.models.functions import Cast

from portal.accounts.models import User
from portal.core.content.rich_text import RichTextField
from portal.core.db.querysets import FoldedSearchQuerySet, KeysetQuerySet
from portal.images.body_html import extract_images

if TYPE_CHECKING:
    from news.models import Article
    from portal.images.models import Image

# A revision cannot show a later image; clocks of several machines may differ.
_UPLOAD_CLOCK_TOLERANCE = dt.timedelta(days=1)


class ImageQuerySet(KeysetQuerySet, FoldedSearchQuerySet):  # type: ignore[override]  # of two bases
    keyset_field = "uploaded_at"

    def with_file_names(self, names: Iterable[str]) -> Self:
        """Images stored under these names (paths relative to MEDIA_ROOT)."""
        return self.filter(file__in=list(names))

    def with_sha256(self, sha256: str) -> Self:
        """The image uploaded with exactly these bytes."""
        return self.filter(sha256=sha256)

    def uploaded_by_user(self, user: User) -> Self:
        return self.filter(uploaded_by=user)

    def changeable_by(self, user: User) -> Self:
        """The user's own, or all for users who may edit all. ``Image.is_changeable_by`` is the same for one row."""
        return self if user.has_perm("news.edit_any_article") else self.uploaded_by_user(user)

    def needing_alt_text(self) -> Self:
        """Images that have no alt text yet and are not decorative."""
        return self.filter(needs_alt_text=True)

    def ready_to_publish(self) -> Self:
        """Images with an alt text, and decorative ones."""
        return self.filter(needs_alt_text=False)

    def in_gallery_of(self, article: "Article") -> Self:
        return self.filter(pk__in=article.gallery.values("image"))

    def decorative(self) -> Self:
        return self.filter(is_decorative=True)

    def unused(self) -> Self:
        """Images used in no article, portrait or rich text, and by no foreign key of another app."""
        return self.exclude(self._is_used())

    def in_use(self) -> Self:
        return self.filter(self._is_used())

    def _is_used(self) -> Q:
        condition = Q(file__in=file_names_in_rich_text())
        for relation in incoming_foreign_keys(self.model):
            rows = relation.field.model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            condition |= Q(Exists(rows))
        return condition

    def abandoned_editor_uploads(self, before: dt.datetime) -> Self:
        """Unused images uploaded in the editor before ``before`` that have no alt text."""
        return self.filter(is_from_editor=True, needs_alt_text=True, uploaded_at__lt=before).unused()

    def for_list(self) -> Self:
        return self.select_related("uploaded_by")

    def in_pk_order(self, keys: list[int]) -> Self:
        """The images with these primary keys, in the order of the list."""
        places = [models.When(pk=key, then=place) for place, key in enumerate(keys)]
        return self.filter(pk__in=keys).order_by(models.Case(*places, default=len(keys)), "pk")


def incoming_foreign_keys(model: type[models.Model]) -> list[ForeignObjectRel]:
    """Every foreign key to a model, those of other apps and of through tables included."""
    related = model._meta.get_fields(include_hidden=True)
    return [field for field in related if isinstance(field, ForeignObjectRel) and not field.many_to_many]


class RichTextColumn(NamedTuple):
    """A rich-text column, which may contain images."""

    model: type[models.Model]
    column: str

    def with_image(self, image: "Image") -> models.QuerySet:
        """The rows whose text contains an image. It scans all texts: they are few beside the articles'."""
        return self.model._base_manager.filter(**{f"{self.column}__contains": image.file.name})

    def pks_with_image(self, image: "Image") -> list[int]:
        return list(self.with_image(image).order_by("pk").values_list("pk", flat=True))

    @property
    def rendered_column(self) -> str:
        """The column with the rendered HTML; empty if there is none."""
        name = f"{self.column}_rendered"
        return name if name in {field.name for field in self.model._meta.concrete_fields} else ""


def rich_text_columns() -> Iterator[RichTextColumn]:
    """The rich-text columns of all apps: static pages, drafts, answers, covenants …

    Those of articles are left out: ``BodyImage`` records their images.
    """
    noted = apps.get_model("news", "BodyImage")._meta.get_field("article").related_model
    for model in apps.get_models():
        if model is not noted and not model._meta.proxy:
            yield from (
                RichTextColumn(model, field.name) for field in model._meta.concrete_fields if _is_rich_text(field)
            )


def _is_rich_text(field: models.Field) -> bool:
    return isinstance(field, RichTextField)


def file_names_in_rich_text() -> set[str]:
    """The files of all images in ``rich_text_columns``. One query per column."""
    bodies = (
        row
        for column in rich_text_columns()
        for row in column.model._base_manager.filter(**{f"{column.column}__contains": "<img"}).values_list(
            column.column, flat=True
        )
    )
    return {name for body in bodies for name, _alt in extract_images(body)}


def revision_models() -> list[type[models.Model]]:
    """The revision models of all apps: those with a ``snapshot``."""
    return [model for model in apps.get_models() if _has_snapshot_field(model)]


def _has_snapshot_field(model: type[models.Model]) -> bool:
    return any(field.name == "snapshot" and isinstance(field, models.JSONField) for field in model._meta.fields)


def revisions_with_image(history: type[models.Model], image: "Image") -> models.QuerySet:
    """The revisions that use an image: in the text, as lead image or in the gallery. It scans all of them."""
    since = image.uploaded_at - _UPLOAD_CLOCK_TOLERANCE
    rows = history._base_manager.filter(made_at__gte=since).annotate(written=Cast("snapshot", TextField()))
    key = rf'"(lead_image|image)": {image.pk}[,}}]'
    return rows.filter(Q(written__contains=image.file.name) | Q(written__regex=key)).order_by("-made_at", "-pk")
