"""Units, officials, and who holds which post when.

Only personal data that the office needs is stored: name, portrait, post, official phone and e-mail. There is no field
for a day of birth, a home address or an identity number, and none is to be added: they are not published.
"""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.core.content.rich_text import RichTextField, plain_text
from portal.core.db.fields import FoldedSearchField, NFCCharField
from portal.core.db.periods import NoOverlapConstraint, Period
from portal.core.db.slugs import DerivedSlugModel
from portal.core.text import vietnamese
from portal.core.text.languages import TranslatedStr, pick_translation
from portal.images.body_html import render_body
from portal.images.models import Image
from portal.organisation import constraints as organisation_constraints
from portal.organisation.querysets import OfficialQuerySet, PostingQuerySet, UnitQuerySet

PHONE_VALIDATOR = RegexValidator(
    r"^[0-9+(][0-9 .()+-]{2,}$", _("Hãy viết số điện thoại bằng chữ số, dấu cách, dấu chấm, dấu ngoặc hoặc dấu cộng.")
)


# Explicit, because SQLite does not enforce the range.
POSITION_VALIDATOR = MaxValueValidator(9_999)


class Unit(DerivedSlugModel, Period):
    """The agency or a part of it. A dissolved unit stays on record; a new name is a new unit or a correction."""

    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("trực thuộc"),
        help_text=_("Để trống cho chính cơ quan."),
    )
    name = NFCCharField(_("tên"), max_length=200)
    name_en = NFCCharField(_("tên tiếng Anh"), max_length=200, blank=True)
    short_name = NFCCharField(_("tên viết tắt"), max_length=60, blank=True)
    slug = models.SlugField(
        _("liên kết tĩnh"),
        max_length=120,
        unique=True,
        blank=True,
        help_text=_("Phần cuối của địa chỉ /co-cau-to-chuc/…/; để trống thì lấy theo tên."),
        error_messages={"unique": _("Địa chỉ này đã có đơn vị khác dùng; hãy viết địa chỉ khác.")},
    )
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0, validators=[POSITION_VALIDATOR])
    functions = RichTextField(_("chức năng, nhiệm vụ"), blank=True)
    functions_en = RichTextField(_("chức năng, nhiệm vụ bằng tiếng Anh"), blank=True)
    # Rendered HTML, derived on save (portal/core/content/rich_text_rendering.py).
    functions_rendered = models.TextField(editable=False, default="", blank=True)
    functions_en_rendered = models.TextField(editable=False, default="", blank=True)
    address = NFCCharField(_("địa chỉ"), max_length=250, blank=True)
    address_en = NFCCharField(_("địa chỉ bằng tiếng Anh"), max_length=250, blank=True)
    phone = NFCCharField(_("điện thoại"), max_length=60, blank=True, validators=[PHONE_VALIDATOR])
    fax = NFCCharField(_("fax"), max_length=60, blank=True, validators=[PHONE_VALIDATOR])
    email = models.EmailField(_("thư điện tử"), blank=True)
    search_folded = FoldedSearchField(sources=("name", "short_name", "name_en"))

    slug_fallback = "don-vi"

    objects: ClassVar = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ["position", "pk"]
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")),
                name="unit_is_not_its_own_parent",
                violation_error_message=_("Một đơn vị không thể trực thuộc chính nó."),
            ),
            organisation_constraints.unit_covers_postings_trigger(),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation:unit-detail", args=[self.slug])

    def clean(self) -> None:
        if self._has_parent_cycle():
            raise ValidationError({"parent": _("Đơn vị này đang trực thuộc chính đơn vị đang sửa: thành vòng tròn.")})
        if self.pk and self.has_valid_range and any(not self.spans(posting) for posting in self.postings.all()):
            raise ValidationError({"valid_to": organisation_constraints.POSTING_OUTSIDE_UNIT_MESSAGE})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.functions_rendered = render_body(self.functions)
        self.functions_en_rendered = render_body(self.functions_en)
        super().save(*args, **kwargs)

    def _has_parent_cycle(self) -> bool:
        """Walks up the parents; units are few and shallow."""
        seen = set()
        ancestor = self.parent
        while ancestor is not None and ancestor.pk not in seen:
            if ancestor.pk == self.pk:
                return True
            seen.add(ancestor.pk)
            ancestor = ancestor.parent
        return False

    def spans(self, posting: "Posting") -> bool:
        """Whether a posting is within the unit's period; the database triggers check the same."""
        if posting.valid_from < self.valid_from:
            return False
        return self.valid_to is None or (posting.valid_to is not None and posting.valid_to <= self.valid_to)

    @property
    def shown_name(self) -> TranslatedStr:
        return pick_translation(self.name, self.name_en)

    @property
    def shown_address(self) -> TranslatedStr:
        return pick_translation(self.address, self.address_en)

    @property
    def shown_functions_rendered(self) -> TranslatedStr:
        """Sanitized HTML."""
        return pick_translation(self.functions_rendered, self.functions_en_rendered)

    @property
    def functions_text(self) -> TranslatedStr:
        """The functions as plain text, for excerpts."""
        return pick_translation(plain_text(self.functions), plain_text(self.functions_en))


class Official(models.Model):
    """Person who holds postings; the module docstring lists what is not stored."""

    full_name = NFCCharField(_("họ và tên"), max_length=150)
    portrait = models.ForeignKey(
        Image,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("chân dung"),
        help_text=_("Ảnh trong thư viện, đã có lời tả. Để trống thì trang hiện chữ cái đầu của tên."),
    )
    sort_key = models.CharField(max_length=700, editable=False, default="")
    search_folded = FoldedSearchField(sources=("full_name",))

    objects = OfficialQuerySet.as_manager()

    class Meta:
        verbose_name = _("cán bộ")
        verbose_name_plural = _("cán bộ")
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name

    def clean(self) -> None:
        if self.portrait is not None and not self.portrait.alt_text:
            raise ValidationError({"portrait": _("Ảnh chân dung phải có lời tả. Hãy viết lời tả trong thư viện ảnh.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = vietnamese.person_sort_key(self.full_name)
        super().save(*args, **kwargs)

    @property
    def initials(self) -> str:
        """Placeholder for a missing portrait: the first letters of the family name and of the given name."""
        words = self.full_name.split()
        return "".join(dict.fromkeys(word[0].upper() for word in (words[:1] + words[1:][-1:])))


class Posting(Period):
    """Posting of an official in a unit during a period. It is public if it leads the unit or is a contact."""

    official = models.ForeignKey(Official, models.PROTECT, related_name="postings", verbose_name=_("cán bộ"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="postings", verbose_name=_("đơn vị"))
    post = NFCCharField(_("chức vụ"), max_length=150, help_text=_("Ví dụ: Giám đốc, Trưởng phòng"))
    post_en = NFCCharField(_("chức vụ bằng tiếng Anh"), max_length=150, blank=True)
    position = models.PositiveSmallIntegerField(
        _("thứ tự"),
        default=0,
        validators=[POSITION_VALIDATOR],
        help_text=_("Thứ tự trong đơn vị: người đứng đầu là 0."),
    )
    is_leader = models.BooleanField(_("lãnh đạo"), default=False, help_text=_("Hiện ở trang Lãnh đạo."))
    is_contact = models.BooleanField(_("đầu mối liên hệ"), default=False, help_text=_("Hiện ở trang Liên hệ."))
    is_spokesperson = models.BooleanField(_("người phát ngôn"), default=False, help_text=_("Hiện ở trang Liên hệ."))
    area = NFCCharField(_("lĩnh vực phụ trách"), max_length=300, blank=True)
    area_en = NFCCharField(_("lĩnh vực phụ trách bằng tiếng Anh"), max_length=300, blank=True)
    phone = NFCCharField(
        _("điện thoại công vụ"),
        max_length=60,
        blank=True,
        validators=[PHONE_VALIDATOR],
        help_text=_("Số của cơ quan; không ghi số riêng."),
    )
    email = models.EmailField(
        _("thư điện tử công vụ"), blank=True, help_text=_("Hộp thư của cơ quan; không ghi hộp thư riêng.")
    )
    decision_number = NFCCharField(
        _("theo quyết định"), max_length=80, blank=True, help_text=_("Số, ký hiệu, nếu có. Ví dụ: 12/QĐ-UBND")
    )

    objects: ClassVar = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("chức vụ")
        verbose_name_plural = _("chức vụ")
        ordering = ["unit", "position", "-valid_from", "pk"]
        constraints = [
            *Period.Meta.constraints,
            NoOverlapConstraint(
                fields=["official", "unit", "post"],
                name="posting_is_recorded_once",
                violation_error_message=_("Người này đã giữ chính chức vụ này ở đơn vị trong khoảng thời gian đó."),
            ),
            organisation_constraints.posting_within_unit_trigger(),
        ]
        indexes = [models.Index("unit", "valid_from", name="posting_of_unit")]

    def __str__(self) -> str:
        return f"{self.official}, {self.post} – {self.unit}"

    def clean(self) -> None:
        if self.unit_id and self.has_valid_range and self.unit.has_valid_range and not self.unit.spans(self):
            raise ValidationError({"valid_from": organisation_constraints.POSTING_OUTSIDE_UNIT_MESSAGE})

    @property
    def is_public(self) -> bool:
        """Whether it is public. Query set version: ``PostingQuerySet.public``."""
        return self.is_leader or self.is_contact or self.is_spokesperson

    @property
    def shown_post(self) -> TranslatedStr:
        return pick_translation(self.post, self.post_en)

    @property
    def shown_area(self) -> TranslatedStr:
        return pick_translation(self.area, self.area_en)
