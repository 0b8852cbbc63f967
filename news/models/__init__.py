"""The tables of the news wing, one module per thing."""

from news.models.articles import TITLE_MAX_LENGTH, Article, GalleryPicture, OldAddress
from news.models.attachments import Attachment, attachment_path, private_storage
from news.models.authors import Author
from news.models.categories import Category
from news.models.pictures import BodyPicture, Picture, picture_path

__all__ = [
    "TITLE_MAX_LENGTH",
    "Article",
    "Attachment",
    "Author",
    "BodyPicture",
    "Category",
    "GalleryPicture",
    "OldAddress",
    "Picture",
    "attachment_path",
    "picture_path",
    "private_storage",
]
