"""Model fields that keep Vietnamese text in one form, on every way into and out of the database."""

from typing import Any

from django.db import models

from portal.kit import vietnamese


class NFCCharField(models.CharField):
    """A line of text stored as NFC; look-ups are brought to the same form, so that both sides agree."""

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text if text is None else vietnamese.tidy_line(text)

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return vietnamese.nfc(prepared) if isinstance(prepared, str) else prepared


class NFCTextField(models.TextField):
    """Paragraphs of plain text stored as NFC; look-ups likewise."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return vietnamese.nfc(prepared) if isinstance(prepared, str) else prepared


class FoldedField(models.TextField):
    """The folded shadow of other text fields of the row, filled on every save, for search without diacritics.

    ``sources`` names the fields; look-ups on the column fold what they are given.
    """

    def __init__(self, *args: Any, sources: tuple[str, ...] = (), **kwargs: Any) -> None:
        self.sources = sources
        kwargs.setdefault("editable", False)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
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
