"""Admin of the image library: list, form, upload, chooser, crop."""

from portal.images.admin.chooser import ImagePickerMixin
from portal.images.admin.images import ImageAdmin
from portal.images.admin.thumbnails import thumbnail

__all__ = ["ImageAdmin", "ImagePickerMixin", "thumbnail"]
