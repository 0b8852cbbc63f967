"""Documents attached to articles."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from news.models.articles import Article
from portal.core.content.attached_files import AttachedFile


class Attachment(AttachedFile):
    """A document attached to an article. Removed ones are kept, so that older revisions can be restored completely."""

    folder = "tin-tuc"

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name=_("bài viết"))

    class Meta(AttachedFile.Meta):
        verbose_name = _("tệp đính kèm")
        verbose_name_plural = _("tệp đính kèm")

    def get_absolute_url(self) -> str:
        return reverse("news:attachment-download", args=[self.pk, self.download_name])
