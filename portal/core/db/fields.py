"""Model fields that normalise Vietnamese text on every write and in every lookup."""

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.forms import Field

from portal.core.form_fields import NormalizedCharField, NormalizedTextField, exceeds_length_before_normalizing
from portal.core.text import vietnamese


class NFCCharField(models.CharField):
    """A line of text stored in canonical form; lookup values are normalised too."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        # A value that is too long is not normalised; the length validator refuses it.
        return (
            text
            if text is None or exceeds_length_before_normalizing(text, self.max_length)
            else vietnamese.normalize_line(text)
        )

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return vietnamese.canonical(prepared) if isinstance(prepared, str) else prepared

    def formfield(self, *args: Any, **kwargs: Any) -> Field | None:
        return super().formfield(*args, **{"form_class": NormalizedCharField, **kwargs})


class NFCTextField(models.TextField):
    """Multi-line plain text stored in canonical form; lookup values are normalised too."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return vietnamese.canonical(prepared) if isinstance(prepared, str) else prepared

    def formfield(self, *args: Any, **kwargs: Any) -> Field | None:
        return super().formfield(*args, **{"form_class": NormalizedTextField, **kwargs})


class FoldedSearchField(models.TextField):
    """The folded text of other fields of the row, set on every save, for search without diacritics.

    ``sources`` names the fields; lookup values are folded too.
    """

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        kwargs["sources"] = self.sources
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        folded = vietnamese.fold(" ".join(getattr(model_instance, source) or "" for source in self.sources))
        setattr(model_instance, self.attname, folded)
        return folded

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return vietnamese.fold(prepared) if isinstance(prepared, str) else prepared
