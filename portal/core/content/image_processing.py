"""Image processing: validation, orientation, removal of metadata, and renditions of several widths.

The original is re-encoded on upload, which removes location data and anything appended to the image; django-imagefield
creates the renditions once, when the image is saved. A cropped image keeps its original: only its renditions are
cropped.
"""

import base64
import contextlib
import hashlib
import io
import math
import warnings
from collections.abc import Iterator
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
from PIL import ExifTags, Image, ImageCms, ImageOps

from portal.core.content import uploads
from portal.core.content.pending_uploads import UploadField, UploadInput

FORMATS = ("JPEG", "PNG", "WEBP")
# Pillow's format names and the format stored. An MPO is a JPEG with further images behind the first (phones: depth, a
# wider view); the first is the one that every program shows.
STORED_FORMAT_BY_SOURCE = {"JPEG": "JPEG", "MPO": "JPEG", "PNG": "PNG", "WEBP": "WEBP"}
EXTENSIONS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP"}
# The narrowest is for thumbnails beside titles: some hundred pixels wide on a phone.
WIDTHS = (240, 400, 800, 1200, 1600)
# The re-encoded original: enough for print on A4 at 200 dpi.
MAX_STORED_SIDE = 2400
JPEG_QUALITY, WEBP_QUALITY = 82, 78
# The largest profiles in use describe printing presses and take about 3 MB.
MAX_PROFILE_BYTES = 4 * 1024 * 1024
# A crop box: left, top, right and bottom in pixels of the stored original.
CropBox = tuple[int, int, int, int]
# A crop box in fractions of width and height: (0.5, 0, 1, 1) is the right half.
RelativeBox = tuple[float, float, float, float]
# Limits of an image inlined in the page: wide enough for a phone, small enough not to delay the text after it.
INLINE_MAX_WIDTH, INLINE_MAX_BYTES = 800, 40_000
# Grid of focal points, in percent, for cropping by CSS (classes in site.css).
FOCUS_STEP = 10


@register
def encode_webp(get_image: Any) -> Any:
    """A django-imagefield processor: writes the result as WebP."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        image = get_image(image, context)
        context.save_kwargs.clear()
        context.save_kwargs.update(format="WEBP", quality=WEBP_QUALITY, method=4)
        return image

    return processor


@register
def crop_to_box(get_image: Any, box: CropBox) -> Any:
    """A django-imagefield processor: crops the image."""

    def processor(image: Image.Image, context: Any) -> Image.Image:
        return get_image(image.crop(box), context)

    return processor


@dataclass(frozen=True)
class CropHolder:
    """Stands in for the row of a stored file where only its crop box matters."""

    crop_box: CropBox | None


def _rendition_spec(width: int, *first: str, extension: str = "") -> Any:
    """A django-imagefield spec. Renditions of an uncropped image have the same names as without cropping."""

    def spec(file: ImageFieldFile, context: Any) -> None:
        context.extension = extension or context.extension
        box = getattr(file.instance, "crop_box", None)
        # Processors run from the last to the first: crop, then resize, then encode.
        context.processors = [*first, ("thumbnail", (width, width * 4)), *([("crop_to_box", box)] if box else [])]

    return spec


RENDITIONS: dict[str, Any] = {
    **{f"webp_{width}": _rendition_spec(width, "encode_webp", extension=".webp") for width in WIDTHS},
    **{f"plain_{width}": _rendition_spec(width, "default") for width in WIDTHS},
}


def content_hash(file: File) -> str:
    """The SHA-256 of a file's bytes, to recognise duplicate uploads."""
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def validate_image(file: File) -> Image.Image:
    """The decoded image. Raises ValidationError for a file that is too big, no image, animated, or broken."""
    if uploads.file_extension(file.name or "") not in EXTENSIONS:
        raise ValidationError(_("Chỉ nhận ảnh JPEG, PNG hoặc WebP (đuôi .jpg, .png, .webp)."), code="kind")
    uploads.validate_size(file, settings.IMAGE_MAX_BYTES)
    file.seek(0)
    with (
        _decode_errors_as(_not_an_image_error()),
        warnings.catch_warnings(action="error", category=Image.DecompressionBombWarning),
    ):
        image = Image.open(file, formats=FORMATS)
    kind = STORED_FORMAT_BY_SOURCE.get(image.format or "")
    if kind is None:
        raise _not_an_image_error()
    if image.width * image.height > settings.IMAGE_MAX_PIXELS:
        raise _too_many_pixels_error()
    with _decode_errors_as(_corrupt_image_error()):
        is_moving = image.format == kind and getattr(image, "n_frames", 1) > 1
        image.load()
    if is_moving:
        raise ValidationError(
            _("Ảnh động không được nhận: trang chỉ hiện được một khung hình. Hãy lưu khung cần dùng thành ảnh tĩnh."),
            code="moving",
        )
    return image


def reencode_image(file: File) -> ContentFile:
    """The image as stored: upright, in sRGB, at most ``MAX_STORED_SIDE``, without metadata, with a safe name.

    Raises ValidationError as ``validate_image`` does.
    """
    image = validate_image(file)
    kind = STORED_FORMAT_BY_SOURCE[image.format or ""]
    with _decode_errors_as(_corrupt_image_error()):
        content = _encode(_normalize_image(image, has_alpha=kind != "JPEG"), kind)
    extension = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp"}[kind]
    stem = uploads.safe_filename(file.name or "", fallback="anh").rpartition(".")[0] or "anh"
    return ContentFile(content, name=stem + extension)


def crop_image(content: bytes, name: str, relative_box: RelativeBox) -> bytes:
    """A cropped image in its original format. Raises ValidationError as ``validate_image`` does.

    ``relative_box`` refers to the image as stored in the file, before its EXIF orientation, as in office programs. The
    result contains nothing from outside of the box and no metadata, whose thumbnail would show the whole image.
    """
    image = validate_image(ContentFile(content, name=name))
    kind, profile = STORED_FORMAT_BY_SOURCE[image.format or ""], image.info.get("icc_profile")
    left, top, right, bottom = relative_box
    box = (
        *(math.ceil(left * image.width), math.ceil(top * image.height)),
        *(math.floor(right * image.width), math.floor(bottom * image.height)),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        raise ValidationError(_("Phần ảnh còn lại sau khi cắt không có gì."), code="nothing_left")
    with _decode_errors_as(_corrupt_image_error()):
        orientation = image.getexif().get(ExifTags.Base.Orientation)
        image = image.crop(box)
        exif = Image.Exif()
        if orientation:
            exif[ExifTags.Base.Orientation] = orientation
        image.info = {name: value for name, value in image.info.items() if name == "transparency"}
        return _encode(image, kind, exif=exif, icc_profile=profile)


def _encode(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"optimize": True} if kind == "PNG" else {"quality": 90}), **options)
    return buffer.getvalue()


def _normalize_image(image: Image.Image, *, has_alpha: bool) -> Image.Image:
    """Upright, at most the stored size, in sRGB with eight bits a channel, without metadata."""
    image = ImageOps.exif_transpose(image)
    image.thumbnail((MAX_STORED_SIDE, MAX_STORED_SIDE), Image.Resampling.LANCZOS)
    image = _to_eight_bits(image)
    alpha = image.convert("RGBA").getchannel("A") if has_alpha and image.has_transparency_data else None
    image.info.pop("transparency", None)
    image = _to_srgb(image)
    if alpha is not None:
        image.putalpha(alpha)
    image.info.clear()
    return image


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Scales 16-bit grey down; converting alone would clip all but the darkest to white."""
    if not image.mode.startswith("I"):
        return image
    scaled = image.convert("I").point(lambda level: level * (255 / 65535) + 0.5).convert("L")
    if isinstance(clear := image.info.get("transparency"), int):
        scaled.info["transparency"] = clear * 255 // 65535
    return scaled


def _to_srgb(image: Image.Image) -> Image.Image:
    """Converts to RGB in sRGB. A profile that is broken, or of another colour mode, is ignored."""
    written = image.info.get("icc_profile") or b""
    if written and len(written) <= MAX_PROFILE_BYTES:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError, TypeError, KeyError):
            profile = ImageCms.ImageCmsProfile(io.BytesIO(written))
            mode = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}[profile.profile.xcolor_space.strip()]
            if (mode == "CMYK") == (image.mode == "CMYK") and (mode != "L" or image.mode in {"1", "L", "LA"}):
                converted = ImageCms.profileToProfile(
                    image.convert(mode),
                    profile,
                    ImageCms.createProfile("sRGB"),
                    renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
                    outputMode="RGB",
                    flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
                )
                if converted is not None:
                    return converted
    return image.convert("RGB")


@contextlib.contextmanager
def _decode_errors_as(refusal: ValidationError) -> Iterator[None]:
    """Turns any decoder error into ``refusal``: decoders raise nearly every exception on untrusted bytes."""
    try:
        yield
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels_error() from None
    except Exception as error:
        raise refusal from error


def _not_an_image_error() -> ValidationError:
    return ValidationError(_("Tệp này không phải là ảnh, hoặc ảnh bị hỏng."), code="not_an_image")


def _corrupt_image_error() -> ValidationError:
    return ValidationError(_("Ảnh bị hỏng hoặc tải lên chưa hết. Hãy chọn lại ảnh."), code="truncated")


def _too_many_pixels_error() -> ValidationError:
    return ValidationError(
        _("Ảnh có quá nhiều điểm ảnh (mức tối đa %(limit)s triệu). Hãy thu nhỏ rồi tải lại."),
        code="too_many_pixels",
        params={"limit": settings.IMAGE_MAX_PIXELS // 1_000_000},
    )


class ImageUploadFormField(UploadField):
    """A file field for images in a supported format, with Vietnamese error messages."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "accept": "image/jpeg,image/png,image/webp"}

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is not None:
            validate_image(file)
            file.seek(0)
        return file


class ReencodedImageField(ImageField):
    """An image field that re-encodes new content by ``reencode_image`` whenever a row is saved.

    The renditions of a row with a ``crop_box`` show that part of the image only.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("formats", RENDITIONS)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            clean = reencode_image(file.file)
            file.save(clean.name, clean, save=False)
        return super().pre_save(model_instance, add)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # The admin would replace it by its own widget.
        given = {**kwargs, "form_class": ImageUploadFormField, "widget": UploadInput}
        return models.FileField.formfield(self, **given)

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        models.FileField.save_form_data(self, instance, data)


def available_widths(width: int) -> list[int]:
    """The rendition widths that exist without upscaling an image of this width, at least the smallest."""
    return [candidate for candidate in WIDTHS if candidate <= width] or [WIDTHS[0]]


@lru_cache(maxsize=4096)
def _rendition_urls(field: ReencodedImageField, name: str, box: CropBox | None) -> dict[str, str]:
    """The URL of each rendition. File names are never reused, so that the result is cacheable."""
    file = field.attr_class(CropHolder(box), field, name)
    return {rendition: getattr(file, rendition) for rendition in field.formats}


def srcset(file: ImageFieldFile, width: int, family: str, box: CropBox | None = None) -> str:
    """The ``srcset`` of a stored image shown ``width`` wide; ``family`` is ``webp`` or ``plain``."""
    addresses = _rendition_urls(file.field, file.name, box)
    return ", ".join(f"{addresses[f'{family}_{step}']} {min(step, width)}w" for step in available_widths(width))


def storage_name_of_url(url: str) -> str:
    """The storage name of a file with a URL of ours."""
    return unquote(url).removeprefix(settings.MEDIA_URL)


def fallback_url(file: ImageFieldFile, width: int, box: CropBox | None = None) -> str:
    """The URL for browsers without ``srcset``: 800 wide, or the widest that is narrower."""
    return _rendition_urls(file.field, file.name, box)[
        f"plain_{max(step for step in available_widths(width) if step <= 800)}"
    ]


def fallback_url_and_size(file: ImageFieldFile, width: int, box: CropBox | None = None) -> tuple[str, int]:
    """The same URL with the file's size in bytes. Raises OSError if there is no file."""
    address = fallback_url(file, width, box)
    return address, file.storage.size(storage_name_of_url(address))


def inline_srcset(file: ImageFieldFile, width: int, box: CropBox | None = None) -> str:
    """A ``srcset`` with the image itself as a WebP data URL, at most ``INLINE_MAX_WIDTH`` wide.

    It is the widest within ``INLINE_MAX_BYTES``. Empty if none is, or if there is no file.
    """
    with contextlib.suppress(OSError):
        return _cached_inline_srcset(file.storage, file.field, file.name, width, box)
    return ""


@lru_cache(maxsize=8)
def _cached_inline_srcset(
    storage: Storage, field: ReencodedImageField, name: str, width: int, box: CropBox | None
) -> str:
    addresses = _rendition_urls(field, name, box)
    for step in reversed([step for step in available_widths(width) if step <= INLINE_MAX_WIDTH]):
        with storage.open(storage_name_of_url(addresses[f"webp_{step}"])) as stored:
            content = stored.read(INLINE_MAX_BYTES + 1)
        if len(content) <= INLINE_MAX_BYTES:
            return f"data:image/webp;base64,{base64.b64encode(content).decode()} {min(step, width)}w"
    return ""


def focus_classes(focus: tuple[int, int]) -> str:
    """CSS classes that keep a focal point (percent from left and top) visible in a cropped card; none for 50, 50."""
    x, y = (round(percent / FOCUS_STEP) * FOCUS_STEP for percent in focus)
    return "" if (x, y) == (50, 50) else f"focus-x-{x} focus-y-{y}"
