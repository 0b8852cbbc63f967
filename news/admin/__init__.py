"""The editors' room: articles, authors, categories, threads, tags and the picture library in the Django admin."""

from news.admin import articles, authors, categories, pictures, scopes, threads

__all__ = ["articles", "authors", "categories", "pictures", "scopes", "threads"]
