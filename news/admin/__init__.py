"""The editors' room: articles, authors, categories and the picture library in the Django admin."""

from news.admin import articles, authors, categories, pictures, scopes

__all__ = ["articles", "authors", "categories", "pictures", "scopes"]
