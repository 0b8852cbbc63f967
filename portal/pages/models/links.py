"""Links to other agencies, in groups."""

from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.db.fields import NFCCharField
from portal.core.text.languages import TranslatedStr, pick_translation
from portal.pages.querysets import LinkGroupQuerySet

validate_web_url = URLValidator(
    schemes=["http", "https"], message=_("Hãy viết địa chỉ bắt đầu bằng https:// (hoặc http://).")
)


class LinkGroup(models.Model):
    """Heading on the page of links."""

    name = NFCCharField(_("tên nhóm"), max_length=100, unique=True)
    name_en = NFCCharField(_("tên nhóm, tiếng Anh"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0, validators=[MaxValueValidator(9999)])

    objects = LinkGroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhóm liên kết")
        verbose_name_plural = _("liên kết các cơ quan")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> TranslatedStr:
        return pick_translation(self.name, self.name_en)


class Link(models.Model):
    """Website of another agency."""

    group = models.ForeignKey(LinkGroup, models.CASCADE, related_name="links", verbose_name=_("nhóm"))
    name = NFCCharField(_("tên"), max_length=150)
    name_en = NFCCharField(_("tên, tiếng Anh"), max_length=150, blank=True)
    url = models.CharField(_("địa chỉ"), max_length=500, validators=[validate_web_url])
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0, validators=[MaxValueValidator(9999)])
    is_shown = models.BooleanField(_("hiện"), default=True)

    class Meta:
        verbose_name = _("liên kết")
        verbose_name_plural = _("liên kết")
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "url"],
                name="pages_link_once_in_a_group",
                violation_error_message=_("Nhóm này đã có liên kết đến địa chỉ ấy."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def shown_name(self) -> TranslatedStr:
        return pick_translation(self.name, self.name_en)
