"""The tables of the news wing, one module per thing."""

from news.models.articles import TITLE_MAX_LENGTH, Article, GalleryPicture, OldAddress
from news.models.attachments import Attachment, attachment_path, private_storage
from news.models.authors import Author
from news.models.bylines import Byline
from news.models.categories import Category
from news.models.corrections import CORRECTION_NOTE_MAX_LENGTH, Correction
from news.models.desk import CategoryScope
from news.models.notices import Notice, NoticeSettings
from news.models.pictures import BodyPicture, Picture, picture_path
from news.models.preview_links import PreviewLink
from news.models.related import RelatedArticle
from news.models.revisions import ArticleRevision, Autosave, Presence
from news.models.threads import Tag, Thread

__all__ = [
    "CORRECTION_NOTE_MAX_LENGTH",
    "TITLE_MAX_LENGTH",
    "Article",
    "ArticleRevision",
    "Attachment",
    "Author",
    "Autosave",
    "BodyPicture",
    "Byline",
    "Category",
    "CategoryScope",
    "Correction",
    "GalleryPicture",
    "Notice",
    "NoticeSettings",
    "OldAddress",
    "Picture",
    "Presence",
    "PreviewLink",
    "RelatedArticle",
    "Tag",
    "Thread",
    "attachment_path",
    "picture_path",
    "private_storage",
]
