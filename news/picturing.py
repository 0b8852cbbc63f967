"""Acts on pictures of the library: each is whole or not at all."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from news import alternatives
from news.models import Article, Picture
from news.querysets.pictures import Text, editions_showing, histories, texts, uses
from news.rendering import images_of, render_body
from portal.accounts.models import User
from portal.kit.pictures import Box, content_hash

# What one sending of the upload page may hold; each picture takes about a second.
MAX_AT_ONCE = 50
# How many places a refusal names before it only counts.
_NAMED_USES = 3
# How many places of each kind a picture's page names.
MAX_LISTED_USES = 50


class AlreadyInLibrary(ValidationError):
    """The same bytes are in the library; ``picture`` is the one to use instead."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(_("Ảnh này đã có trong thư viện: “%(name)s”."), params={"name": str(picture)}, code="double")
        self.picture = picture


@dataclass(frozen=True)
class Use:
    """A place where a picture stands: as what, and in which row."""

    kind: str
    subject: models.Model

    def __str__(self) -> str:
        return f"{self.kind} – {self.subject}"


def take_in(*, picture: Picture, by: User | None) -> Picture:
    """Stores a new picture, whose ``file`` is an upload, with the words it has; without any it waits for them.

    Raises ValidationError (its kind AlreadyInLibrary when the same bytes came before, even at the same moment); then
    neither a row nor a file is left.
    """
    picture.uploaded_by = by
    picture.sha256 = content_hash(picture.file)
    picture.awaits_words = not (picture.alt or picture.is_decorative)
    try:
        with transaction.atomic():
            _refuse_double(picture)
            picture.full_clean(exclude=["file", "sha256"])
            picture.save()
    except IntegrityError:
        _remove_files(picture)
        # Somebody else's upload of the same bytes came first; then this says so.
        _refuse_double(picture)
        raise
    except BaseException:
        _remove_files(picture)
        raise
    return picture


def _refuse_double(picture: Picture) -> None:
    if present := Picture.objects.of_content(picture.sha256).first():
        raise AlreadyInLibrary(present)


def _remove_files(picture: Picture) -> None:
    """The file and its widths, when the row did not come to be or is gone."""
    if picture.file and picture.file._committed:
        picture.file.delete(save=False)


@transaction.atomic
def describe(*, picture: Picture) -> Picture:
    """Keeps the words set on a picture. Raises ValidationError by field; nothing is kept then."""
    picture.awaits_words = picture.awaits_words and not (picture.alt or picture.is_decorative)
    picture.full_clean(exclude=["file", "sha256", "uploaded_by"])
    picture.save(update_fields=["alt", "is_decorative", "awaits_words", "caption", "credit", "search_folded"])
    return picture


@transaction.atomic
def adopt_words(body: str) -> int:
    """Gives pictures that wait for words those that stand beside them in a text; returns how many got some.

    Words that name a file are passed over, and a picture that has words keeps its own.
    """
    written = {name: alt for name, alt in reversed(images_of(body)) if alt.strip()}
    adopted = 0
    for picture in Picture.objects.select_for_update().of_addresses(written).awaiting_words().order_by("pk"):
        picture.alt = Picture._meta.get_field("alt").to_python(written[picture.file.name])[:250].strip()
        if not alternatives.refusal(picture.alt, picture.file.name):
            describe(picture=picture)
            adopted += 1
    return adopted


@transaction.atomic
def cut(*, picture: Picture, box: Box | None, focus: tuple[int, int]) -> int:
    """Chooses what readers see of a picture (None: the whole) and the point that cards keep in sight.

    The original stays, and addresses given out before go on answering. Texts in which the picture stands are made
    ready anew; returns how many. Raises ValidationError.
    """
    stored = Picture.objects.select_for_update().get(pk=picture.pk)
    before = stored.crop_box
    stored.crop_left, stored.crop_top, stored.crop_right, stored.crop_bottom = box or (None,) * 4
    stored.focus_x, stored.focus_y = focus
    stored.clean_crop()
    stored.save()
    return 0 if stored.crop_box == before else _render_again(stored)


def _render_again(picture: Picture) -> int:
    """No change of the article in the sense of its editor or its reader: neither its edition nor its date moves."""
    articles = Article.objects.select_for_update(of=("self",)).filter(body_pictures__picture=picture).order_by("pk")
    articles = list(articles.only("pk", "body"))
    for article in articles:
        Article.objects.filter(pk=article.pk).update(body_rendered=render_body(article.body))
    others = [text for text in texts() if text.rendered]
    return len(articles) + sum(_render_row_again(text, pk) for text in others for pk in text.keys_showing(picture))


def _render_row_again(text: Text, pk: int) -> bool:
    """Of another room. What is sealed stays as it was signed, and the database says so."""
    row = text.model._base_manager.filter(pk=pk)
    written = row.values_list(text.column, flat=True).get()
    try:
        with transaction.atomic():
            row.update(**{text.rendered: render_body(written)})
    except IntegrityError:
        return False
    return True


def uses_of(picture: Picture) -> list[Use]:
    """Where a picture stands: lead pictures, galleries, portraits, texts of all rooms, whatever else points at it.

    The newest of each kind, at most ``MAX_LISTED_USES``; ``count_uses`` knows them all.
    """
    found = [use for relation in uses(Picture) for use in _uses_through(relation.field, picture)]
    for text in texts():
        kind = capfirst(str(text.model._meta.verbose_name))
        rows = text.showing(picture).order_by("-pk").defer(*_long_texts(text.model))
        found += [Use(kind, row) for row in rows[:MAX_LISTED_USES]]
    return sorted(found, key=lambda use: (use.subject._meta.label, -use.subject.pk, use.kind))


def count_uses(picture: Picture) -> int:
    pointing = sum(_rows_of(relation.field, picture).count() for relation in uses(Picture))
    return pointing + sum(text.showing(picture).count() for text in texts())


def _rows_of(field: models.Field, picture: Picture) -> models.QuerySet:
    return field.model._base_manager.filter(**{field.name: picture})


def _uses_through(field: models.Field, picture: Picture) -> Iterator[Use]:
    model = field.model
    # The row of a place in a gallery, or of a table in between, stands for what owns it.
    owner = next((other for other in model._meta.fields if other != field and _is_owner(model, other)), None)
    rows = _rows_of(field, picture).order_by("-pk").defer(*_long_texts(model))
    if owner is not None:
        texts = [f"{owner.name}__{name}" for name in _long_texts(owner.related_model)]
        rows = rows.select_related(owner.name).defer(*texts)
    kind = _kind_of(field, owner)
    for row in rows[:MAX_LISTED_USES]:
        yield Use(capfirst(str(kind)), getattr(row, owner.name) if owner else row)


def _kind_of(field: models.Field, owner: models.Field | None) -> str:
    model = field.model
    if model._meta.auto_created and owner is not None:
        many = next(many for many in owner.related_model._meta.many_to_many if many.remote_field.through is model)
        return many.verbose_name
    return model._meta.verbose_name_plural if owner else field.verbose_name


def _long_texts(model: type[models.Model]) -> list[str]:
    return [field.name for field in model._meta.fields if isinstance(field, models.TextField)]


def _is_owner(model: type[models.Model], field: models.Field) -> bool:
    """Whether a row is nothing without what this key points at."""
    return field.is_relation and (bool(model._meta.auto_created) or field.name == "article")


@transaction.atomic
def remove(*, picture: Picture) -> None:
    """Takes an unused picture out of the library, its files after the row is gone for good.

    Raises ValidationError, naming the places, when it is in use or an old edition shows it.
    """
    stored = Picture.objects.select_for_update().get(pk=picture.pk)
    if refused := refusal_to_remove(stored):
        raise ValidationError(refused)
    stored.delete()
    transaction.on_commit(lambda: _remove_files(stored))


def refusal_to_remove(picture: Picture) -> str:
    """Why a picture must stay, naming where it stands or stood; empty when it may go.

    An edition can be read and brought back at any time, so its pictures stay with it (docs/adr/0009).
    """
    if count := count_uses(picture):
        places = _named(map(str, uses_of(picture)[:_NAMED_USES]), count)
        return _("Ảnh đang được dùng nên không xóa được: %s.") % places
    found = [editions_showing(history, picture) for history in histories()]
    if count := sum(editions.count() for editions in found):
        newest = [str(edition) for editions in found for edition in editions[:_NAMED_USES]]
        return _("Ảnh còn trong bản lưu của lịch sử nên không xóa được: %s.") % _named(newest[:_NAMED_USES], count)
    return ""


def _named(places: Iterable[str], count: int) -> str:
    """The first places, and how many more there are."""
    more = count - _NAMED_USES
    return "; ".join(places) + (_(" và %d nơi khác") % more if more > 0 else "")


def refusal_to_show(*, lead: Picture | None, article: Article) -> str:
    """Why an article's lead picture and gallery may not go before readers yet; empty when each picture has words."""
    gallery = Picture.objects.awaiting_words().in_gallery_of(article) if article.pk else []
    waiting = [picture for picture in (lead, *gallery) if picture is not None and picture.awaits_words]
    if not waiting:
        return ""
    return _("Ảnh “%s” chưa có lời tả. Hãy mở ảnh trong thư viện và viết nội dung thay thế.") % waiting[0]
