"""Form fields that check limits first, then normalise the value."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from portal.core.text import dates, vietnamese
from portal.core.text.numbers import parse_int

# Decomposed (NFD), "ệ" is three characters, and surrounding spaces are stripped. A value longer than this multiple of
# the limit is too long in any form.
NORMALIZATION_LENGTH_FACTOR = 4


def exceeds_length_before_normalizing(text: str, max_length: int | None) -> bool:
    """Whether the text exceeds the limit in any normal form, so that it need not be normalised."""
    return max_length is not None and len(text) > NORMALIZATION_LENGTH_FACTOR * max_length


class NormalizedCharField(forms.CharField):
    """One line. Length and emptiness are checked after normalisation."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        # A value that is too long is not normalised; the length validator refuses it.
        if text is None or exceeds_length_before_normalizing(text, self.max_length):
            return text
        return vietnamese.normalize_line(text)


class NormalizedTextField(forms.CharField):
    """Multi-line plain text, likewise."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        if text is None or exceeds_length_before_normalizing(text, self.max_length):
            return text
        return vietnamese.canonical(text)


class SlugChoiceField(forms.ModelChoiceField):
    """A choice of rows by slug. PostgreSQL is not queried for a value with NUL."""

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **{"to_field_name": "slug", **kwargs})

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and "\0" in value:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": ""})
        return super().to_python(value)


class SafeModelMultipleChoiceField(forms.ModelMultipleChoiceField):
    """A multiple choice of rows. The database is queried only for valid keys."""

    def _check_values(self, value: Any) -> Any:
        if wrong := [key for key in value if parse_int(str(key)) is None]:
            raise ValidationError(
                self.error_messages["invalid_pk_value"], code="invalid_pk_value", params={"pk": str(wrong[0])[:20]}
            )
        return super()._check_values(value)  # type: ignore[misc]  # not in the stubs


class VietnameseDateField(forms.DateField):
    """A date in the portal's formats (``dates.parse_date``), within the years that local datetimes support."""

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str) or value in self.empty_values:
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            return dates.parse_date(value)
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error


class VietnameseDateTimeField(forms.SplitDateTimeField):
    """Date and time in two inputs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        _day, hour = self.fields
        self.fields = (VietnameseDateField(required=False, disabled=self.disabled), hour)
