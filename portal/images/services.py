"""Services of the image library; each is atomic."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news.models import Article, Autosave
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.content.image_processing import CropBox, content_hash
from portal.images import alt_text
from portal.images.body_html import extract_images, render_body
from portal.images.models import Image
from portal.images.querysets import (
    RichTextColumn,
    incoming_foreign_keys,
    revision_models,
    revisions_with_image,
    rich_text_columns,
)

IMAGE_ADDED, IMAGE_DESCRIBED = "images.image_added", "images.image_described"
IMAGE_CROPPED, IMAGE_DELETED = "images.image_cropped", "images.image_deleted"
AUDIT_ACTIONS = {
    IMAGE_ADDED: gettext_lazy("Thêm ảnh"),
    IMAGE_DESCRIBED: gettext_lazy("Sửa lời tả, chú thích ảnh"),
    IMAGE_CROPPED: gettext_lazy("Cắt ảnh, đặt điểm chính"),
    IMAGE_DELETED: gettext_lazy("Xóa ảnh"),
}
# Maximum of files per upload form; each image takes about a second.
MAX_UPLOADS = 50
# How many uses an error names before it only counts.
_MAX_NAMED_USES = 3
# How many uses of each kind an image's page lists.
MAX_LISTED_USES = 50


# Whether the user may know of a row.
RowFilter = Callable[[models.Model], bool]


def _allow_all(_row: models.Model) -> bool:
    return True


class DuplicateImage(ValidationError):
    """The same bytes are in the library; ``image`` is the one to use instead."""

    def __init__(self, image: Image) -> None:
        super().__init__(_("Ảnh này đã có trong thư viện: “%(name)s”."), params={"name": str(image)}, code="duplicate")
        self.image = image


@dataclass(frozen=True)
class ImageUse:
    """A use of an image: its kind and its row."""

    kind: str
    subject: models.Model

    def __str__(self) -> str:
        return f"{self.kind} – {self.subject}"


def add_image(*, image: Image, by: User | None) -> Image:
    """Stores a new image, whose ``file`` is an upload, with its alt text, if any.

    Raises ValidationError (DuplicateImage if the same bytes were uploaded before, even concurrently); then neither a
    row nor a file is left.
    """
    image.uploaded_by = by
    image.sha256 = content_hash(image.file)
    image.needs_alt_text = not (image.alt or image.is_decorative)
    try:
        with transaction.atomic():
            _refuse_duplicate(image)
            image.full_clean(exclude=["file", "sha256"])
            image.save()
            audit_services.record(action=IMAGE_ADDED, by=by, target=image)
    except IntegrityError:
        _remove_files(image)
        # A concurrent upload of the same bytes was committed first; then this raises DuplicateImage.
        _refuse_duplicate(image)
        raise
    except BaseException:
        _remove_files(image)
        raise
    return image


def _refuse_duplicate(image: Image) -> None:
    if image.sha256 and (present := Image.objects.with_sha256(image.sha256).first()):
        raise DuplicateImage(present)


def _remove_files(image: Image) -> None:
    """Deletes the file and its renditions, if the row was not created or is deleted."""
    if image.file and image.file._committed:
        image.file.delete(save=False)


@transaction.atomic
def describe_image(*, image: Image, by: User | None) -> Image:
    """Saves an image's alt text. Raises ValidationError by field; nothing is saved then."""
    _save_alt_text(image)
    audit_services.record(action=IMAGE_DESCRIBED, by=by, target=image)
    return image


def _save_alt_text(image: Image) -> None:
    image.needs_alt_text = image.needs_alt_text and not (image.alt or image.is_decorative)
    image.full_clean(exclude=["file", "sha256", "uploaded_by"])
    image.save(update_fields=["alt", "is_decorative", "needs_alt_text", "caption", "credit", "search_folded"])


@transaction.atomic
def adopt_alt_texts(body: str) -> int:
    """Gives images without alt text the ``alt`` that they have in a text; returns how many got one.

    An ``alt`` that is a file name is ignored, and an existing alt text is not changed.
    """
    alt_by_file = {name: alt for name, alt in reversed(extract_images(body)) if alt.strip()}
    adopted = 0
    for image in Image.objects.select_for_update().with_file_names(alt_by_file).needing_alt_text().order_by("pk"):
        image.alt = str(Image.alt.field.to_python(alt_by_file[image.file.name]))[:250].strip()
        if not alt_text.alt_text_error(image.alt, image.file.name):
            _save_alt_text(image)
            adopted += 1
    return adopted


@transaction.atomic
def crop_image(*, image: Image, crop_box: CropBox | None, focal_point: tuple[int, int], by: User | None) -> int:
    """Sets an image's crop (None: the whole image) and its focal point.

    The original is kept, and URLs of older renditions stay valid. Texts that use the image are rendered again; returns
    how many. Raises ValidationError.
    """
    stored = Image.objects.select_for_update().get(pk=image.pk)
    before = stored.crop_box
    stored.crop_left, stored.crop_top, stored.crop_right, stored.crop_bottom = crop_box or (None,) * 4
    stored.focus_x, stored.focus_y = focal_point
    stored.clean_crop()
    stored.save()
    audit_services.record(action=IMAGE_CROPPED, by=by, target=stored)
    return 0 if stored.crop_box == before else _rerender_uses(stored)


def _rerender_uses(image: Image) -> int:
    """Renders the texts again, which is no edit: neither their revision number nor their date changes."""
    used_in = Article.objects.select_for_update(of=("self",)).filter(body_images__image=image)
    articles = list(used_in.order_by("pk").only("pk", "body"))
    for article in articles:
        Article.objects.filter(pk=article.pk).update(body_rendered=render_body(article.body))
    others = [column for column in rich_text_columns() if column.rendered_column]
    return len(articles) + sum(_rerender_row(column, pk) for column in others for pk in column.pks_with_image(image))


def _rerender_row(column: RichTextColumn, pk: int) -> bool:
    """A row of another app. Signed documents stay unchanged, which the database enforces."""
    row = column.model._base_manager.filter(pk=pk)
    written = row.values_list(column.column, flat=True).get()
    try:
        with transaction.atomic():
            row.update(**{column.rendered_column: render_body(written)})
    except IntegrityError:
        return False
    return True


def find_uses(image: Image) -> list[ImageUse]:
    """Where an image is used: lead images, galleries, portraits, rich texts of all apps, and other foreign keys.

    The newest of each kind, at most ``MAX_LISTED_USES``; ``count_uses`` counts them all.
    """
    found = [use for relation in incoming_foreign_keys(Image) for use in _uses_via_field(relation.field, image)]
    for column in rich_text_columns():
        kind = capfirst(str(column.model._meta.verbose_name))
        rows = column.with_image(image).order_by("-pk").defer(*_text_columns(column.model))
        found += [ImageUse(kind, row) for row in rows[:MAX_LISTED_USES]]
    return sorted(found, key=lambda use: (use.subject._meta.label, -use.subject.pk, use.kind))


def count_uses(image: Image) -> int:
    pointing = sum(_referencing_rows(relation.field, image).count() for relation in incoming_foreign_keys(Image))
    return pointing + sum(column.with_image(image).count() for column in rich_text_columns())


def _referencing_rows(field: models.Field, image: Image) -> models.QuerySet:
    return field.model._base_manager.filter(**{field.name: image})


def _uses_via_field(field: models.Field, image: Image) -> Iterator[ImageUse]:
    model = field.model
    # A gallery row, or a row of a through table, is reported as the row that owns it.
    owner: Any = next((other for other in model._meta.fields if other != field and _is_owner_field(model, other)), None)
    rows = _referencing_rows(field, image).order_by("-pk").defer(*_text_columns(model))
    if owner is not None:
        texts = [f"{owner.name}__{name}" for name in _text_columns(owner.related_model)]
        rows = rows.select_related(owner.name).defer(*texts)
    kind = _use_label(field, owner)
    for row in rows[:MAX_LISTED_USES]:
        yield ImageUse(capfirst(str(kind)), getattr(row, owner.name) if owner else row)


def _use_label(field: models.Field, owner: Any) -> str:
    model = field.model
    if model._meta.auto_created and owner is not None:
        many = next(many for many in owner.related_model._meta.many_to_many if many.remote_field.through is model)
        return str(many.verbose_name)
    return str(model._meta.verbose_name_plural if owner else field.verbose_name)


def _text_columns(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.TextField)]


def _is_owner_field(model: type[models.Model], field: models.Field) -> bool:
    """Whether the row is deleted with the row that this key refers to."""
    return field.is_relation and (bool(model._meta.auto_created) or field.name == "article")


@transaction.atomic
def delete_image(*, image: Image, by: User | None, can_view: RowFilter = _allow_all) -> None:
    """Deletes an unused image, and its files after the commit.

    Raises ValidationError if it is in use or an old revision shows it, naming the uses that ``can_view`` allows.
    """
    stored = Image.objects.select_for_update().get(pk=image.pk)
    if error := deletion_error(stored, can_view):
        raise ValidationError(error)
    target = audit_services.target_of(stored)
    stored.delete()
    audit_services.record(action=IMAGE_DELETED, by=by, target=target)
    transaction.on_commit(lambda: _remove_files(stored))


def prune_editor_images(*, before: dt.datetime, by: User | None) -> int:
    """Deletes unused images without alt text, uploaded in editors before ``before``; returns their number.

    Images in old revisions or in autosaved texts are kept.
    """
    removed = 0
    for image in Image.objects.abandoned_editor_uploads(before).order_by("pk"):
        if Autosave.objects.with_image(image).exists():
            continue
        try:
            delete_image(image=image, by=by)
        except ValidationError:
            continue
        removed += 1
    return removed


def deletion_error(image: Image, can_view: RowFilter = _allow_all) -> str:
    """Why an image cannot be deleted, naming its uses; empty if it can.

    A revision can be viewed and restored at any time, so its images are kept (docs/adr/0009).
    """
    if count := count_uses(image):
        places = [str(use) if can_view(use.subject) else "" for use in find_uses(image)]
        return _("Ảnh đang được dùng nên không xóa được: %s.") % _format_places(places, count)
    found = [revisions_with_image(history, image) for history in revision_models()]
    if count := sum(revisions.count() for revisions in found):
        shown = [revision for revisions in found for revision in revisions[:_MAX_NAMED_USES]]
        newest = [str(revision) if can_view(revision) else "" for revision in shown]
        return _("Ảnh còn trong bản lưu của lịch sử nên không xóa được: %s.") % _format_places(newest, count)
    return ""


def _format_places(places: list[str], count: int) -> str:
    """The first uses, and the number of the others.

    A use without a name is one that the user may not know of; then the number is not shown either.
    """
    known = [place for place in places if place]
    if len(known) < len(places):
        return "; ".join([*known[:_MAX_NAMED_USES], _("nơi bạn không mở được")])
    more = count - _MAX_NAMED_USES
    return "; ".join(known[:_MAX_NAMED_USES]) + (_(" và %d nơi khác") % more if more > 0 else "")


def missing_alt_text_error(*, lead_image: Image | None, article: Article) -> str:
    """Why an article's lead image and gallery cannot be published; empty if every image has an alt text."""
    gallery = Image.objects.needing_alt_text().in_gallery_of(article) if article.pk else []
    waiting = [image for image in (lead_image, *gallery) if image is not None and image.needs_alt_text]
    if not waiting:
        return ""
    return _("Ảnh “%s” chưa có lời tả. Hãy mở ảnh trong thư viện và viết nội dung thay thế.") % waiting[0]
