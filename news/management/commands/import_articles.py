"""``manage.py import_articles``: imports saved pages, texts, Word documents, WordPress exports, RSS and Atom files."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from news.importers import save, sources
from news.importers.result import ParsedArticle, RejectedArticle, UnreadableFile
from news.models import Category
from portal.audit.commands import OperatorCommand
from portal.core.admin import bulk
from portal.core.text import dates

# Shorter imports finish before a progress bar is useful.
_LONG_IMPORT = 20
Item = TypeVar("Item")


class Command(OperatorCommand):
    help = "Imports articles from saved pages, Word documents, folders of them, WordPress exports, RSS or Atom files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "sources",
            nargs="+",
            metavar="SOURCE",
            help=".html, .htm, .txt, .docx, a folder of them, WXR, RSS or Atom (.xml)",
        )
        parser.add_argument("--category", metavar="SLUG", help="put all articles into this category")
        parser.add_argument("--dry-run", action="store_true", help="read and check everything, write nothing")
        parser.add_argument("--draft", action="store_true", help="leave the articles as drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        self.category = _category_of(options["category"])
        self.as_draft: bool = options["draft"]
        self.rehearse: bool = options["dry_run"]
        self.created, self.existing_count = 0, 0
        self.created_keys: set[int] = set()
        self.failed: set[str] = set()
        for file in _with_progress(self._files(options["sources"]), _("tệp")):
            self._import_file(file)
        self._print_summary()

    def _files(self, named: Iterable[str]) -> list[sources.SourceFile]:
        files: list[sources.SourceFile] = []
        for source in named:
            try:
                files += sources.list_files(source)
            except UnreadableFile as error:
                self._fail(source, source, str(error))
        return files

    def _import_file(self, file: sources.SourceFile) -> None:
        """Imports each article of a file separately, so that one failure does not stop the others."""
        try:
            for found in _with_progress(list(sources.read_articles(file)), _("bài")):
                if isinstance(found, RejectedArticle):
                    self._fail(str(file.path), found.origin, found.reason)
                else:
                    self._import_article(found, file)
        except Exception as error:  # noqa: BLE001  # reported for this file; the others are still read
            self._fail(str(file.path), file.name, bulk.failure_message(error))

    def _import_article(self, found: ParsedArticle, file: sources.SourceFile) -> None:
        try:
            result = save.import_article(
                found,
                category=self.category,
                as_draft=self.as_draft,
                dry_run=self.rehearse,
                created_ids=self.created_keys,
            )
        except Exception as error:  # noqa: BLE001  # reported for this article; the others are still imported
            self._fail(str(file.path), found.origin, bulk.failure_message(error))
            return
        for warning in result.warnings:
            self._write_line(f"{found.origin}: {warning}", sys.stderr)
        if result.outcome is save.ImportOutcome.ALREADY_EXISTS:
            self.existing_count += 1
            return
        self.created += 1
        if result.article is not None:
            self.created_keys.add(result.article.pk)
        if self.rehearse:
            self._write_line(_describe(found), sys.stdout)

    def _fail(self, path: str, origin: str, reason: str) -> None:
        self.failed.add(path)
        self._write_line(f"{origin}: {reason}", sys.stderr)

    def _write_line(self, line: str, stream: Any) -> None:
        """Prints a line above the progress bar, if there is one."""
        with tqdm.external_write_mode(file=sys.stderr):
            (self.stderr if stream is sys.stderr else self.stdout).write(line)

    def _print_summary(self) -> None:
        template = (
            _("Sẽ nhập %(created)d bài, bỏ qua %(present)d bài đã có, %(failed)d tệp lỗi. Chưa ghi gì.")
            if self.rehearse
            else _("Đã nhập %(created)d bài, bỏ qua %(present)d bài đã có, %(failed)d tệp lỗi.")
        )
        self.stdout.write(
            template % {"created": self.created, "present": self.existing_count, "failed": len(self.failed)}
        )
        if self.failed:
            sys.exit(1)


def _category_of(slug: str | None) -> Category | None:
    if slug is None:
        return None
    category = Category.objects.filter(slug=slug).first()
    if category is None:
        present = ", ".join(Category.objects.in_order().values_list("slug", flat=True)) or _("chưa có chuyên mục nào")
        message = _("Không có chuyên mục “%(slug)s”. Các chuyên mục hiện có: %(present)s.")
        raise CommandError(message % {"slug": slug, "present": present})
    return category


def _describe(found: ParsedArticle) -> str:
    """One line that describes what would be imported."""
    day = f"{dates.local_date(found.published_at):%d/%m/%Y}" if found.published_at else _("bản nháp")
    return " | ".join([day, found.title, found.author or _("không có tác giả"), f"{len(found.images)} {_('ảnh')}"])


def _with_progress(items: list[Item], unit: str) -> Iterable[Item]:
    """Wraps the items in a progress bar when there are many and the output is a terminal."""
    if len(items) <= _LONG_IMPORT or not sys.stderr.isatty():
        return items
    return tqdm(items, unit=f" {unit}", file=sys.stderr, leave=False)
