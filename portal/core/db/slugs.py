"""Abstract model whose slug is derived from a name, unless one is given."""

from typing import Any, ClassVar

from django.db import models

from portal.core.text import vietnamese


class DerivedSlugModel(models.Model):
    """The subclass defines ``slug``: each app has its own length and messages."""

    slug: "models.SlugField[str, str]"

    slug_source: ClassVar[str] = "name"
    slug_fallback: ClassVar[str]  # for a name without letters or digits

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Any = None) -> None:
        self._derive_slug()
        super().clean_fields(exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._derive_slug()
        super().save(*args, **kwargs)

    def _derive_slug(self) -> None:
        self.slug = self.slug or vietnamese.slugify(getattr(self, self.slug_source)) or self.slug_fallback
