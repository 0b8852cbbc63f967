"""Forms of the image library."""

import itertools
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.core.content.image_processing import CropBox, ImageUploadFormField, content_hash
from portal.core.text.numbers import parse_int
from portal.images import services
from portal.images.models import Image


def parse_keys(texts: Iterable[object]) -> list[int]:
    """The valid primary keys in a query string or a form, up to the maximum; others are ignored."""
    given = [parse_int(str(text)) for text in itertools.islice(texts, services.MAX_UPLOADS)]
    return [key for key in given if key is not None]


class EditorUploadForm(forms.Form):
    """CKEditor's upload; the alt text is entered in the editor's own dialog, in the article."""

    upload = ImageUploadFormField()


class ImageForm(forms.ModelForm):
    """An image with its alt text. It must be described or marked as decorative."""

    class Meta:
        model = Image
        fields = ["file", "alt", "is_decorative", "caption", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and self.instance.pk is None and (present := Image.objects.with_sha256(content_hash(file)).first()):
            raise services.DuplicateImage(present)
        return file

    def clean(self) -> dict[str, Any] | None:
        self.instance.needs_alt_text = False
        return super().clean()


class ImageAltTextForm(forms.ModelForm):
    """The alt text of one of several uploaded images; an empty one may be added later."""

    class Meta:
        model = Image
        fields = ["alt", "is_decorative", "caption", "credit"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "maxlength": 250}),
            "caption": forms.TextInput(attrs={"class": "vTextField"}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
        }
        help_texts = {"alt": "", "is_decorative": "", "credit": ""}


class CropForm(forms.Form):
    """Crop box and focal point, in whole pixels and percent of the original."""

    focus_x = forms.IntegerField(label=_("Điểm chính: từ trái sang (%)"), min_value=0, max_value=100)
    focus_y = forms.IntegerField(label=_("Điểm chính: từ trên xuống (%)"), min_value=0, max_value=100)
    left = forms.IntegerField(label=_("Cắt từ mép trái (điểm ảnh)"), required=False, min_value=0)
    top = forms.IntegerField(label=_("Cắt từ mép trên (điểm ảnh)"), required=False, min_value=0)
    width = forms.IntegerField(label=_("Rộng (điểm ảnh)"), required=False, min_value=1)
    height = forms.IntegerField(label=_("Cao (điểm ảnh)"), required=False, min_value=1)

    def __init__(self, *args: Any, image: Image, **kwargs: Any) -> None:
        self.image = image
        left, top, right, bottom = image.crop_box or (0, 0, image.width, image.height)
        sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
        kwargs["initial"] = {"focus_x": image.focus_x, "focus_y": image.focus_y, **sides}
        super().__init__(*args, **kwargs)
        for side, limit in (("left", "width"), ("top", "height"), ("width", "width"), ("height", "height")):
            self.fields[side].widget.attrs["max"] = getattr(image, limit)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        sides = [cleaned.get(side) for side in ("left", "top", "width", "height")]
        if not self.errors and None in sides and sides != [None] * 4:
            raise ValidationError(_("Hãy ghi đủ bốn số của phần được cắt, hoặc để trống cả bốn."))
        return cleaned

    @property
    def crop_box(self) -> CropBox | None:
        """The crop box; None for the whole image."""
        if self.cleaned_data["left"] is None:
            return None
        left, top = self.cleaned_data["left"], self.cleaned_data["top"]
        box = (left, top, left + self.cleaned_data["width"], top + self.cleaned_data["height"])
        return None if box == (0, 0, self.image.width, self.image.height) else box

    @property
    def focal_point(self) -> tuple[int, int]:
        return self.cleaned_data["focus_x"], self.cleaned_data["focus_y"]
