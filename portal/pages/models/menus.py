"""Main menu, as configured by the administrator."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from news.models import Category
from portal.core.db.fields import NFCCharField
from portal.pages import cached_reads
from portal.pages.models.links import validate_web_url
from portal.pages.models.pages import Page
from portal.pages.querysets import MenuEntryQuerySet
from portal.pages.sections import SiteSection


class MenuEntry(models.Model):
    """Menu item, at most two levels deep. It has one target; a top-level item may have none."""

    TARGETS = ("page", "category", "section", "url")

    title = NFCCharField(_("tên"), max_length=80)
    title_en = NFCCharField(
        _("tên, tiếng Anh"), max_length=80, blank=True, help_text=_("Để trống thì mục không có ở trang tiếng Anh.")
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("thuộc mục"),
        help_text=_("Để trống cho mục ở cấp trên cùng. Menu có hai cấp."),
    )
    page = models.ForeignKey(
        Page, models.PROTECT, null=True, blank=True, related_name="menu_entries", verbose_name=_("trang")
    )
    category = models.ForeignKey(
        Category, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("chuyên mục")
    )
    section = models.CharField(_("phần của cổng"), max_length=20, choices=SiteSection, blank=True, default="")
    url = models.CharField(_("địa chỉ ngoài"), max_length=500, blank=True, default="", validators=[validate_web_url])
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0, validators=[MaxValueValidator(9999)])
    is_shown = models.BooleanField(_("hiện"), default=True)

    objects = MenuEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục của menu")
        verbose_name_plural = _("menu chính")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        self._check_parent()
        chosen = [name for name in self.TARGETS if getattr(self, name)]
        if len(chosen) > 1:
            raise ValidationError(
                {name: _("Mỗi mục chỉ dẫn đến một nơi: hãy chọn một trong bốn ô.") for name in chosen}, code="targets"
            )
        if self.parent_id and not chosen:
            raise ValidationError(_("Mục con phải dẫn đến một nơi: hãy chọn một trong bốn ô."), code="targets")

    def _check_parent(self) -> None:
        if self.parent is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("Một mục không thể thuộc chính nó.")})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("Menu chỉ có hai cấp: hãy chọn một mục ở cấp trên cùng.")})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": _("Mục này đang có mục con nên phải ở cấp trên cùng.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cached_reads.invalidate(cached_reads.MENU_KEY)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        outcome = super().delete(*args, **kwargs)
        cached_reads.invalidate(cached_reads.MENU_KEY)
        return outcome
