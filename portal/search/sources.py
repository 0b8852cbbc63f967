"""The search sources that the apps have registered, and the extracted text of their files."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from django.db import models

from portal.core.search import IndexDocument, SearchSource, StoredFileText, sources
from portal.search.models import FileText


@cache
def sources_by_kind() -> dict[str, SearchSource]:
    return {source.kind: source for source in sources}


@cache
def file_models() -> dict[type[models.Model], tuple[SearchSource, str]]:
    """Models of files whose text is indexed, with their source and their foreign key column of its originals."""
    return {model: (source, column) for source in sources for model, column in source.file_models.items()}


def build_documents(source: SearchSource, originals: Iterable[models.Model]) -> dict[int, IndexDocument]:
    """The documents of those originals that are or will be public, by key, with the text of their files.

    One query for all files, none without files.
    """
    found = {original.pk: document for original in originals if (document := source.build_document(original))}
    names = {line for document in found.values() for line in document.lines if isinstance(line, StoredFileText)}
    if not names:
        return found
    texts = dict(FileText.objects.filter(name__in=names).values_list("name", "text"))
    return {key: _with_file_texts(document, texts) for key, document in found.items()}


def _with_file_texts(document: IndexDocument, texts: Mapping[str, str]) -> IndexDocument:
    lines = (texts.get(line, "") if isinstance(line, StoredFileText) else line for line in document.lines)
    return replace(document, lines=tuple(filter(None, lines)))
