"""The forms of the picture library."""

import itertools
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from news import picturing
from news.models import Picture
from portal.kit.pictures import Box, PictureFormField, content_hash

# Below what either database takes for a key.
_KEY_DIGITS = 18


def keys_of(texts: Iterable[object]) -> list[int]:
    """The keys among what an address or a form gives, as many as one sending may hold; the rest is passed over."""
    given = [str(text) for text in itertools.islice(texts, picturing.MAX_AT_ONCE)]
    return [int(text) for text in given if text.isascii() and text.isdigit() and len(text) < _KEY_DIGITS]


class EditorUploadForm(forms.Form):
    """What CKEditor sends; the text alternative is asked for by the editor's own dialog, in the article."""

    upload = PictureFormField()


class PictureForm(forms.ModelForm):
    """One picture with its words. Whoever opens it decides: described, or decorative."""

    class Meta:
        model = Picture
        fields = ["file", "alt", "is_decorative", "caption", "credit"]
        widgets = {"alt": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and self.instance.pk is None and (present := Picture.objects.of_content(content_hash(file)).first()):
            raise picturing.AlreadyInLibrary(present)
        return file

    def clean(self) -> dict[str, Any] | None:
        self.instance.awaits_words = False
        return super().clean()


class PictureWordsForm(forms.ModelForm):
    """The words of one of several pictures that came together; those left empty go on waiting."""

    class Meta:
        model = Picture
        fields = ["alt", "is_decorative", "caption", "credit"]
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "maxlength": 250}),
            "caption": forms.TextInput(attrs={"class": "vTextField"}),
            "credit": forms.TextInput(attrs={"class": "vTextField"}),
        }
        help_texts = {"alt": "", "is_decorative": "", "credit": ""}


class CutForm(forms.Form):
    """The part of a picture that readers see, and its focal point; in whole pixels and percent of the original."""

    focus_x = forms.IntegerField(label=_("Điểm chính: từ trái sang (%)"), min_value=0, max_value=100)
    focus_y = forms.IntegerField(label=_("Điểm chính: từ trên xuống (%)"), min_value=0, max_value=100)
    left = forms.IntegerField(label=_("Cắt từ mép trái (điểm ảnh)"), required=False, min_value=0)
    top = forms.IntegerField(label=_("Cắt từ mép trên (điểm ảnh)"), required=False, min_value=0)
    width = forms.IntegerField(label=_("Rộng (điểm ảnh)"), required=False, min_value=1)
    height = forms.IntegerField(label=_("Cao (điểm ảnh)"), required=False, min_value=1)

    def __init__(self, *args: Any, picture: Picture, **kwargs: Any) -> None:
        self.picture = picture
        left, top, right, bottom = picture.crop_box or (0, 0, picture.width, picture.height)
        sides = {"left": left, "top": top, "width": right - left, "height": bottom - top}
        super().__init__(*args, initial={"focus_x": picture.focus_x, "focus_y": picture.focus_y, **sides}, **kwargs)
        for side, limit in (("left", "width"), ("top", "height"), ("width", "width"), ("height", "height")):
            self.fields[side].widget.attrs["max"] = getattr(picture, limit)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        sides = [cleaned.get(side) for side in ("left", "top", "width", "height")]
        if not self.errors and None in sides and sides != [None] * 4:
            raise ValidationError(_("Hãy ghi đủ bốn số của phần được cắt, hoặc để trống cả bốn."))
        return cleaned

    @property
    def box(self) -> Box | None:
        """The part chosen; None when it is the whole picture."""
        if self.cleaned_data["left"] is None:
            return None
        left, top = self.cleaned_data["left"], self.cleaned_data["top"]
        box = (left, top, left + self.cleaned_data["width"], top + self.cleaned_data["height"])
        return None if box == (0, 0, self.picture.width, self.picture.height) else box

    @property
    def focus(self) -> tuple[int, int]:
        return self.cleaned_data["focus_x"], self.cleaned_data["focus_y"]
