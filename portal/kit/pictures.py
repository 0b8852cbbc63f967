"""Pictures: checked, turned upright, stripped of what a camera writes into them, and made in several widths.

The original is re-encoded on the way in, so location data and anything hidden behind the image is gone; the
widths are made once, when the picture is saved, by django-imagefield. A cut picture keeps its original: only the
widths are made of a part of it.
"""

import base64
import contextlib
import hashlib
import io
import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage
from django.db import models
from django.utils.translation import gettext as _
from imagefield.fields import ImageField, ImageFieldFile
from imagefield.processing import register
from PIL import Image, ImageOps

from portal.kit import uploads

FORMATS = ("JPEG", "PNG", "WEBP")
EXTENSIONS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
# The narrowest is for the pictures beside titles: on a telephone they stand some hundred pixels wide.
WIDTHS = (240, 400, 800, 1200, 1600)
# The original kept after re-encoding: enough for print on A4 at 200 dpi.
MAX_STORED_SIDE = 2400
JPEG_QUALITY, WEBP_QUALITY = 82, 78
# A part of a picture: left, top, right and bottom in pixels of the stored original.
Box = tuple[int, int, int, int]
# Of a picture within the page: wide enough for a telephone, light enough for the words behind it.
WITHIN_WIDTH, WITHIN_BYTES = 800, 40_000
# Where pages crop a picture further, they keep to a point on a grid of this many percent (classes in site.css).
FOCUS_STEP = 10


@register
def as_webp(get_image: Any) -> Any:
    """A django-imagefield processor: writes the result as WebP."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        image = get_image(image, context)
        context.save_kwargs.clear()
        context.save_kwargs.update(format="WEBP", quality=WEBP_QUALITY, method=4)
        return image

    return processor


@register
def cut_out(get_image: Any, box: Box) -> Any:
    """A django-imagefield processor: goes on with a part of the picture."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        return get_image(image.crop(box), context)

    return processor


@dataclass(frozen=True)
class Cut:
    """Stands for the row of a stored file where only its cut matters."""

    crop_box: Box | None


def _rendition(width: int, *first: str, extension: str = "") -> Any:
    """A django-imagefield spec. What it makes of an uncut picture is named as if there were no cutting."""

    def spec(file: ImageFieldFile, context: Any) -> None:
        context.extension = extension or context.extension
        box = getattr(file.instance, "crop_box", None)
        # Processors work from the last to the first: the part is taken, then made smaller, then written.
        context.processors = [*first, ("thumbnail", (width, width * 4)), *([("cut_out", box)] if box else [])]

    return spec


RENDITIONS: dict[str, Any] = {
    **{f"webp_{width}": _rendition(width, "as_webp", extension=".webp") for width in WIDTHS},
    **{f"plain_{width}": _rendition(width, "default") for width in WIDTHS},
}


def content_hash(file: File) -> str:
    """The SHA-256 of a file's bytes, by which the same upload is known again."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def check_picture(file: File) -> Image.Image:
    """The decoded picture. Raises ValidationError when the file is too big, no picture, or broken."""
    if uploads.extension_of(file.name or "") not in EXTENSIONS:
        raise ValidationError(_("Chỉ nhận ảnh JPEG, PNG hoặc WebP (đuôi .jpg, .png, .webp)."), code="kind")
    uploads.check_size(file, settings.PICTURE_MAX_BYTES)
    file.seek(0)
    try:
        with warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning):
            image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except (OSError, SyntaxError, ValueError) as error:
        raise ValidationError(_("Tệp này không phải là ảnh, hoặc ảnh bị hỏng."), code="no_picture") from error
    if image.width * image.height > settings.PICTURE_MAX_PIXELS:
        raise _too_many_pixels()
    try:
        image.load()
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise ValidationError(_("Ảnh bị hỏng hoặc tải lên chưa hết. Hãy chọn lại ảnh."), code="truncated") from error
    return image


def reencode(file: File) -> ContentFile:
    """The picture as we keep it: upright, at most ``MAX_STORED_SIDE``, without metadata, under a safe name."""
    image = check_picture(file)
    kind = image.format or "JPEG"
    image = ImageOps.exif_transpose(image)
    image.thumbnail((MAX_STORED_SIDE, MAX_STORED_SIDE), Image.Resampling.LANCZOS)
    has_alpha = image.mode in {"RGBA", "LA"} or "transparency" in image.info
    image = image.convert("RGBA" if has_alpha and kind != "JPEG" else "RGB")
    image.info.clear()
    buffer = io.BytesIO()
    if kind == "PNG":
        image.save(buffer, "PNG", optimize=True)
    else:
        image.save(buffer, kind, quality=90)
    extension = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[kind]
    stem = uploads.safe_name(file.name or "", fallback="anh").rpartition(".")[0] or "anh"
    return ContentFile(buffer.getvalue(), name=stem + extension)


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("Ảnh có quá nhiều điểm ảnh (mức tối đa %(limit)s triệu). Hãy thu nhỏ rồi tải lại."),
        code="too_many_pixels",
        params={"limit": settings.PICTURE_MAX_PIXELS // 1_000_000},
    )


class PictureFormField(forms.FileField):
    """A file field that takes a picture we can read, and says in Vietnamese why not."""

    widget = forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            check_picture(file)
            file.seek(0)
        return file


class PictureField(ImageField):
    """An image whose new content is re-encoded by ``reencode`` before it is stored, whoever saves the row.

    A row with a ``crop_box`` gets its widths from that part of the picture only.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formats", RENDITIONS)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            clean = reencode(file.file)
            file.save(clean.name, clean, save=False)
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.FileField.formfield(self, **{**kwargs, "form_class": PictureFormField})

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        models.FileField.save_form_data(self, instance, data)


def widths_of(width: int) -> list[int]:
    """The rendition widths that exist without enlarging a picture of this width, at least the smallest."""
    return [candidate for candidate in WIDTHS if candidate <= width] or [WIDTHS[0]]


@lru_cache(maxsize=4096)
def _addresses(field: PictureField, name: str, box: Box | None) -> dict[str, str]:
    """The address of each rendition. Names never come twice, so what is once worked out stays true."""
    file = field.attr_class(Cut(box), field, name)
    return {rendition: getattr(file, rendition) for rendition in field.formats}


def source_set(file: ImageFieldFile, width: int, family: str, box: Box | None = None) -> str:
    """The ``srcset`` of a stored picture shown ``width`` wide; ``family`` is ``webp`` or ``plain``."""
    addresses = _addresses(file.field, file.name, box)
    return ", ".join(f"{addresses[f'{family}_{step}']} {min(step, width)}w" for step in widths_of(width))


def stored_name(address: str) -> str:
    """The name in the storage of what stands at an address of ours."""
    return unquote(address).removeprefix(settings.MEDIA_URL)


def fallback_url(file: ImageFieldFile, width: int, box: Box | None = None) -> str:
    """The address for browsers that read no ``srcset``: 800 wide, or the widest that is narrower."""
    return _addresses(file.field, file.name, box)[f"plain_{max(step for step in widths_of(width) if step <= 800)}"]


def fallback_file(file: ImageFieldFile, width: int, box: Box | None = None) -> tuple[str, int]:
    """The same address with the size in bytes of what stands there. Raises OSError when nothing does."""
    address = fallback_url(file, width, box)
    return address, file.storage.size(stored_name(address))


def source_within(file: ImageFieldFile, width: int, box: Box | None = None) -> str:
    """A ``srcset`` that holds the picture itself as WebP, at most ``WITHIN_WIDTH`` wide.

    It is the widest that keeps to ``WITHIN_BYTES``. Empty when none does, or when the file is not there.
    """
    with contextlib.suppress(OSError):
        return _source_within(file.storage, file.field, file.name, width, box)
    return ""


@lru_cache(maxsize=8)
def _source_within(storage: Storage, field: PictureField, name: str, width: int, box: Box | None) -> str:
    addresses = _addresses(field, name, box)
    for step in reversed([step for step in widths_of(width) if step <= WITHIN_WIDTH]):
        with storage.open(stored_name(addresses[f"webp_{step}"])) as stored:
            content = stored.read(WITHIN_BYTES + 1)
        if len(content) <= WITHIN_BYTES:
            return f"data:image/webp;base64,{base64.b64encode(content).decode()} {min(step, width)}w"
    return ""


def focus_class(focus: tuple[int, int]) -> str:
    """The classes by which a cropping card keeps a point (percent from left and top) in sight; none for the middle."""
    x, y = (round(percent / FOCUS_STEP) * FOCUS_STEP for percent in focus)
    return "" if (x, y) == (50, 50) else f"focus-x-{x} focus-y-{y}"
