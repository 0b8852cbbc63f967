"""Models of the news app, one module per subject."""

from news.limits import TITLE_MAX_LENGTH
from news.models.articles import Article, GalleryImage, PreviousUrl
from news.models.attachments import Attachment
from news.models.authors import Author
from news.models.body_images import BodyImage
from news.models.bylines import Byline
from news.models.categories import Category
from news.models.category_scopes import CategoryScope
from news.models.corrections import CORRECTION_NOTE_MAX_LENGTH, Correction
from news.models.notices import Notice, NoticeSettings
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
    "BodyImage",
    "Byline",
    "Category",
    "CategoryScope",
    "Correction",
    "GalleryImage",
    "Notice",
    "NoticeSettings",
    "Presence",
    "PreviewLink",
    "PreviousUrl",
    "RelatedArticle",
    "Tag",
    "Thread",
]
