"""``manage.py importarticles``: articles from saved pages, texts, Word documents, WordPress exports, RSS and Atom."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from news.importing import sources, storing
from news.importing.found import FoundArticle, Refused, Unreadable
from news.models import Category
from portal.kit import dates

# Shorter imports are over before a bar would tell anything.
_LONG_IMPORT = 20
Item = TypeVar("Item")


class Command(BaseCommand):
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
        self.created, self.present = 0, 0
        self.created_keys: set[int] = set()
        self.failed: set[str] = set()
        for file in _with_progress(self._files(options["sources"]), _("tệp")):
            self._import_file(file)
        self._sum_up()

    def _files(self, named: Iterable[str]) -> list[sources.SourceFile]:
        files: list[sources.SourceFile] = []
        for source in named:
            try:
                files += sources.files_of(source)
            except Unreadable as error:
                self._fail(source, source, str(error))
        return files

    def _import_file(self, file: sources.SourceFile) -> None:
        """Each article of a file on its own: one that fails leaves the others alone."""
        try:
            for found in _with_progress(list(sources.read(file)), _("bài")):
                if isinstance(found, Refused):
                    self._fail(str(file.path), found.origin, found.reason)
                else:
                    self._import_found(found, file)
        except Unreadable as error:
            self._fail(str(file.path), file.name, str(error))

    def _import_found(self, found: FoundArticle, file: sources.SourceFile) -> None:
        try:
            result = storing.import_article(
                found,
                category=self.category,
                as_draft=self.as_draft,
                rehearse=self.rehearse,
                created_before=self.created_keys,
            )
        except ValidationError as error:
            self._fail(str(file.path), found.origin, " ".join(error.messages))
            return
        except OSError as error:
            self._fail(str(file.path), found.origin, _("không ghi được ảnh (%(reason)s).") % {"reason": error.strerror})
            return
        for warning in result.warnings:
            self._say(f"{found.origin}: {warning}", sys.stderr)
        if result.outcome is storing.Outcome.PRESENT:
            self.present += 1
            return
        self.created += 1
        if result.article is not None:
            self.created_keys.add(result.article.pk)
        if self.rehearse:
            self._say(_describe(found), sys.stdout)

    def _fail(self, path: str, origin: str, reason: str) -> None:
        self.failed.add(path)
        self._say(f"{origin}: {reason}", sys.stderr)

    def _say(self, line: str, stream: Any) -> None:
        """A line above the progress bar, if there is one."""
        with tqdm.external_write_mode(file=sys.stderr):
            (self.stderr if stream is sys.stderr else self.stdout).write(line)

    def _sum_up(self) -> None:
        words = (
            _("Sẽ nhập %(created)d bài, bỏ qua %(present)d bài đã có, %(failed)d tệp lỗi. Chưa ghi gì.")
            if self.rehearse
            else _("Đã nhập %(created)d bài, bỏ qua %(present)d bài đã có, %(failed)d tệp lỗi.")
        )
        self.stdout.write(words % {"created": self.created, "present": self.present, "failed": len(self.failed)})
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


def _describe(found: FoundArticle) -> str:
    """What would be imported, on one line."""
    day = f"{dates.local_day(found.published_at):%d/%m/%Y}" if found.published_at else _("bản nháp")
    return " | ".join([day, found.title, found.author or _("không có tác giả"), f"{len(found.pictures)} {_('ảnh')}"])


def _with_progress(items: list[Item], unit: str) -> Iterable[Item]:
    """The items behind a progress bar when they are many and somebody watches."""
    if len(items) <= _LONG_IMPORT or not sys.stderr.isatty():
        return items
    return tqdm(items, unit=f" {unit}", file=sys.stderr, leave=False)
