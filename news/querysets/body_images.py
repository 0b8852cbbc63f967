"""Query set of the images in article bodies."""

from typing import TYPE_CHECKING

from django.db import models

from portal.images.body_html import extract_images

if TYPE_CHECKING:
    from news.models import Article


class BodyImageQuerySet(models.QuerySet):
    def sync_with_body(self, article: "Article") -> None:
        """Makes the rows match the library images in an article's current body."""
        library = self.model._meta.get_field("image").related_model.objects
        names = {name for name, _alt in extract_images(article.body)}
        standing = set(library.with_file_names(names).values_list("pk", flat=True)) if names else set()
        known = set(self.filter(article=article).values_list("image_id", flat=True))
        if gone := known - standing:
            self.filter(article=article, image_id__in=gone).delete()
        new = sorted(standing - known)
        self.bulk_create([self.model(article=article, image_id=pk) for pk in new], ignore_conflicts=True)
