"""The picture library in the editors' room: list and form, taking in, choosing, cutting."""

from news.admin.pictures.choosing import PicksPictures
from news.admin.pictures.library import PictureAdmin
from news.admin.pictures.showing import thumbnail

__all__ = ["PicksPictures", "PictureAdmin", "thumbnail"]
