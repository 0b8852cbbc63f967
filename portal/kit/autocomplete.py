"""Search boxes of the admin that stand whatever was sent in place of a key, and whose empty choice has words.

Django's own asks the database for it before the form has said that it is none, and the page breaks down; its empty
choice says nothing to whoever has no script, which HTML does not allow.
"""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import HttpRequest

# Of this many digits every number is a key that both databases can hold.
_KEY_DIGITS = 18


class KeySelect(AutocompleteSelect):
    def optgroups(self, name: str, value: list[Any], attr: dict[str, Any] | None = None) -> list[Any]:
        groups = super().optgroups(name, [sent for sent in value if _is_key(sent)], attr)
        for _, options, _ in groups:
            for option in options:
                option["label"] = option["label"] or BLANK_CHOICE_DASH[0][1]
        return groups


class SelectsByKey:
    """For an admin or an inline with ``autocomplete_fields``."""

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeySelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def _is_key(sent: Any) -> bool:
    text = str(sent)
    return text == "" or (text.isascii() and text.isdecimal() and len(text) <= _KEY_DIGITS)
