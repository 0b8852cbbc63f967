"""The tables of the news wing, one module per thing."""

from news.models.articles import TITLE_MAX_LENGTH, Article, GalleryPicture, OldAddress
from news.models.attachments import Attachment, attachment_path, private_storage
from news.models.authors import Author
from news.models.categories import Category
from news.models.pictures import Picture, picture_path
from news.models.threads import Tag, Thread

__all__ = [
    "TITLE_MAX_LENGTH",
    "Article",
    "Attachment",
    "Author",
    "Category",
    "GalleryPicture",
    "OldAddress",
    "Picture",
    "Tag",
    "Thread",
    "attachment_path",
    "picture_path",
    "private_storage",
]
