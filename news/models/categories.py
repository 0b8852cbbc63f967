"""Categories (chuyên mục)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.querysets.categories import CategoryQuerySet
from portal.core.db.fields import NFCCharField, NFCTextField
from portal.core.db.slugs import DerivedSlugModel
from portal.core.text.languages import TranslatedStr, pick_translation


class Category(DerivedSlugModel):
    """A category (chuyên mục), at most two levels deep, in the editors' order."""

    name = NFCCharField(_("tên"), max_length=100)
    name_en = NFCCharField(_("tên tiếng Anh"), max_length=100, blank=True)
    slug = models.SlugField(
        _("địa chỉ"),
        max_length=120,
        unique=True,
        blank=True,
        error_messages={"unique": _("Đã có một chuyên mục với địa chỉ này; hãy viết địa chỉ khác.")},
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thuộc chuyên mục")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    description = NFCTextField(_("mô tả"), max_length=500, blank=True)

    slug_fallback = "chuyen-muc"

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("chuyên mục")
        verbose_name_plural = _("chuyên mục")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> TranslatedStr:
        """The name in the active language: the English one on English pages, where there is one."""
        return pick_translation(self.name, self.name_en)

    def get_absolute_url(self) -> str:
        return reverse("news:category-detail", args=[self.slug])

    def clean(self) -> None:
        if self.parent is None:
            return
        if self.parent_id == self.pk:
            raise ValidationError({"parent": _("Một chuyên mục không thể thuộc chính nó.")})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": _("Chỉ có hai cấp: hãy chọn một chuyên mục cấp trên cùng.")})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": _("Chuyên mục này đang có chuyên mục con nên phải ở cấp trên cùng.")})
