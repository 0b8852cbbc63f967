"""Django admin of the news app: articles, authors, categories, threads, tags and the image library."""

from news.admin import articles, authors, categories, category_scopes, threads

__all__ = ["articles", "authors", "categories", "category_scopes", "threads"]
