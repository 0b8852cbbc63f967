"""Images in article bodies, derived on every save."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.querysets.body_images import BodyImageQuerySet
from portal.images.models import Image


class BodyImage(models.Model):
    """An image used in an article's body; derived on every save."""

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="body_images", verbose_name=_("bài viết"))
    image = models.ForeignKey(
        Image, models.PROTECT, related_name="body_image_places", verbose_name=_("ảnh trong nội dung")
    )

    objects = BodyImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("ảnh trong nội dung")
        verbose_name_plural = _("ảnh trong nội dung")
        constraints = [models.UniqueConstraint(fields=["article", "image"], name="body_image_unique_per_article")]

    def __str__(self) -> str:
        return str(self.image)
