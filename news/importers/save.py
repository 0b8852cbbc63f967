"""Saves a parsed article to the database, with its images, in one transaction."""

import datetime as dt
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from enum import Enum

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.translation import gettext as _

from news import revisions, services
from news.importers import markup
from news.importers.result import ParsedArticle, opening_sentences
from news.models import TITLE_MAX_LENGTH, Article, Author, Byline, Category
from portal.accounts.models import User
from portal.audit import services as audit_services
from portal.core.admin import bulk
from portal.core.content import image_processing, rich_text
from portal.core.text import dates, legacy_encodings, vietnamese
from portal.images import alt_text
from portal.images.models import Image
from portal.images.services import IMAGE_ADDED

DEFAULT_CATEGORY_NAME = "Tin tức"
_SLUG_MAX_LENGTH = 120
_ALT_TEXT_MAX_LENGTH = 250


class ImportOutcome(Enum):
    CREATED = "created"
    ALREADY_EXISTS = "already_exists"


@dataclass
class ArticleImportResult:
    """Result of an import. ``article`` is None in a dry run; ``warnings`` are Vietnamese sentences."""

    outcome: ImportOutcome
    article: Article | None = None
    warnings: list[str] = field(default_factory=list)


def import_article(
    parsed: ParsedArticle,
    *,
    category: Category | None = None,
    as_draft: bool = False,
    dry_run: bool = False,
    created_ids: Container[int] = (),
    by: User | None = None,
) -> ArticleImportResult:
    """Stores an article unless it exists already: same local day, same title.

    ``by`` becomes the article's creator; only their own drafts with the same text count as existing. ``created_ids``
    holds the keys created in the same run, so that two different articles of one day and title are told apart.
    ``dry_run`` validates everything and writes nothing. Raises ValidationError when it cannot be stored; then neither
    a row nor a file is left.
    """
    validate_article(parsed)
    result = ArticleImportResult(ImportOutcome.CREATED, warnings=list(parsed.warnings))
    if is_broken := any(legacy_encodings.is_broken(part) for part in _text_parts(parsed)):
        result.warnings.append(_("chữ bị hỏng dấu (sai bảng mã), không tự chữa hết được nên để bản nháp."))
    existing = _find_existing(parsed, created_ids, by, result.warnings)
    if existing is not None:
        is_same = _folded_text(existing.body) == _folded_text(parsed.body_html)
        different_text_warning = _("đã có bài cùng ngày, cùng tiêu đề nhưng khác nội dung; giữ nguyên bài đang có.")
        return ArticleImportResult(ImportOutcome.ALREADY_EXISTS, existing, [] if is_same else [different_text_warning])
    if dry_run:
        _readable_images(parsed, result.warnings)
        return result
    saved_images: list[Image] = []
    try:
        with transaction.atomic():
            result.article = _save_article(
                parsed, category, as_draft or parsed.is_draft or is_broken, saved_images, result.warnings, by
            )
    except BaseException:
        for saved_image in saved_images:
            _delete_image_files(saved_image)
        raise
    return result


def validate_article(parsed: ParsedArticle) -> None:
    """Validates what can be checked before anything is stored. Raises ValidationError."""
    if len(parsed.title) > TITLE_MAX_LENGTH:
        limits = {"limit": TITLE_MAX_LENGTH, "length": len(parsed.title)}
        raise ValidationError(_("tiêu đề dài %(length)d ký tự, quá mức %(limit)d."), params=limits)
    if len(parsed.body_html.encode()) > settings.RICH_TEXT_MAX_BYTES:
        raise ValidationError(_("nội dung bài quá dài."))
    if not rich_text.plain_text(rich_text.clean_html(parsed.body_html)) and not parsed.images:
        raise ValidationError(_("không có nội dung bài."))
    if parsed.published_at is None and not parsed.is_draft:
        raise ValidationError(_("không có ngày đăng."))


def _find_existing(
    parsed: ParsedArticle, created_ids: Container[int], by: User | None, warnings: list[str]
) -> Article | None:
    """The existing article of the same day and title; None when it is new."""
    candidates = Article.objects.filter(published_on=_published_on(parsed), title=parsed.title)
    if by is not None:
        candidates = candidates.filter(created_by=by, status=Article.Status.DRAFT)
    same_title = list(candidates.order_by("pk"))
    words = _folded_text(parsed.body_html)
    for article in same_title:
        if _folded_text(article.body) == words:
            return article
    if by is not None:
        # Offices give many documents the same title ("Kế hoạch", "Báo cáo"): a different text is a new draft.
        if same_title:
            warnings.append(_("bạn có bản nháp khác cùng tiêu đề; hãy sửa tiêu đề để phân biệt."))
        return None
    # An article with a different text that existed before this run was edited since its import.
    return next((article for article in same_title if article.pk not in created_ids), None)


def _text_parts(parsed: ParsedArticle) -> tuple[str, ...]:
    """Each is checked alone: the encodings of one page's parts may differ."""
    return parsed.title, parsed.summary, parsed.author, rich_text.plain_text(rich_text.clean_html(parsed.body_html))


def _published_on(parsed: ParsedArticle) -> dt.date | None:
    return parsed.published_at and dates.local_date(parsed.published_at)


def _folded_text(html: str) -> str:
    return vietnamese.fold(rich_text.plain_text(rich_text.clean_html(html)))


def _save_article(
    parsed: ParsedArticle,
    category: Category | None,
    as_draft: bool,
    saved_images: list[Image],
    warnings: list[str],
    by: User | None,
) -> Article:
    allows_missing_text = as_draft and parsed.allows_missing_text
    files = _readable_images(parsed, warnings)
    body, lead = _save_images(parsed, files, saved_images, allows_missing_text=allows_missing_text, by=by)
    article = Article(
        title=parsed.title,
        slug=_unique_slug(parsed),
        summary=parsed.summary or ("" if allows_missing_text else _default_summary(parsed, body)),
        body=body,
        lead_image=lead,
        category=category or _get_or_create_category(parsed.category_names, by),
        source_url=_valid_source_url(parsed.source_url),
        published_at=parsed.published_at,
    )
    if as_draft:
        services.save_article(article=article, by=by)
    else:
        services.publish_article(article=article, by=by)
    if (author := _get_or_create_author(parsed.author, by)) is not None:
        Byline.objects.create(article=article, author=author)
        revisions.refresh_snapshot(article)
    return article


def _default_summary(parsed: ParsedArticle, body: str) -> str:
    return opening_sentences(rich_text.plain_text(rich_text.clean_html(body)) or parsed.title)


def _readable_images(parsed: ParsedArticle, warnings: list[str]) -> list[str]:
    """The ``src`` of images that can be imported; adds a warning for each other one."""
    sources = markup.image_sources(markup.parse_fragment(parsed.body_html))
    taken = []
    for src in dict.fromkeys([*sources, *([parsed.lead_image_src] if parsed.lead_image_src in parsed.images else [])]):
        shown = src if len(src) <= 80 else src[:77] + "…"
        if src not in parsed.images:
            warnings.append(_("bỏ ảnh “%(src)s”: không thấy tệp ảnh bên cạnh.") % {"src": shown})
            continue
        try:
            with parsed.images[src].open("rb") as file:
                image_processing.validate_image(File(file, name=parsed.images[src].name))
            taken.append(src)
        except Exception as error:  # noqa: BLE001  # reported for this image; the article is still imported
            reason = bulk.failure_message(error)
            warnings.append(_("bỏ ảnh “%(src)s”: %(reason)s") % {"src": shown, "reason": reason})
    return taken


def _save_images(
    parsed: ParsedArticle,
    readable_sources: Iterable[str],
    saved_images: list[Image],
    *,
    allows_missing_text: bool,
    by: User | None,
) -> tuple[str, Image | None]:
    """The body with URLs of the stored images instead of the original ones, and the lead image if there is one."""
    root = markup.parse_fragment(parsed.body_html)
    made: dict[str, Image] = {}
    readable = set(readable_sources)
    for image in list(root.iter("img")):
        src = (image.get("src") or "").strip()
        frame = next(image.iterancestors("figure"), None)
        if src not in readable:
            (image if frame is None or len(list(frame.iter("img"))) > 1 else frame).drop_tree()
            continue
        caption = "" if frame is None else " ".join(markup.inline_text(words) for words in frame.iter("figcaption"))
        alt = markup.usable_alt_text(image.get("alt"))
        if not alt and not allows_missing_text:
            alt = markup.usable_alt_text(caption) or _default_alt_text(parsed)
        if alt and alt_text.alt_text_error(alt, parsed.images[src].name):
            alt = "" if allows_missing_text else _default_alt_text(parsed)
        if src not in made:
            made[src] = _save_image(parsed, src, alt, caption, saved_images, by)
        image.set("src", made[src].file.url)
        image.set("alt", alt[:_ALT_TEXT_MAX_LENGTH])
    lead = None
    if parsed.lead_image_src in readable and parsed.lead_image_src not in made:
        lead = _save_image(parsed, parsed.lead_image_src, _default_alt_text(parsed), "", saved_images, by)
    return markup.inner_html(root), lead


def _default_alt_text(parsed: ParsedArticle) -> str:
    return _("Ảnh trong bài: %(title)s") % {"title": parsed.title}


def _save_image(
    parsed: ParsedArticle, src: str, alt_text: str, caption: str, saved_images: list[Image], by: User | None
) -> Image:
    path = parsed.images[src]
    with path.open("rb") as file:
        image = Image(
            file=File(file, name=path.name),
            alt=alt_text[:_ALT_TEXT_MAX_LENGTH],
            # The article is a draft then, and its editor is asked to write the alt text.
            needs_alt_text=not alt_text,
            caption=caption[:500],
            uploaded_by=by,
        )
        saved_images.append(image)
        image.full_clean(exclude=["file"])
        image.save()
        audit_services.record(action=IMAGE_ADDED, by=by, target=image)
    return image


def _delete_image_files(image: Image) -> None:
    """Deletes an image's file and its resized copies after its row could not be saved."""
    if image.file and image.file._committed:
        image.file.delete(save=False)


def _unique_slug(parsed: ParsedArticle) -> str:
    """The article's slug, with a number when another article of the day has it."""
    wanted = parsed.slug or vietnamese.slugify(parsed.title) or "bai-viet"
    day = _published_on(parsed)
    taken = set(
        Article.objects.filter(published_on=day, slug__startswith=wanted[: _SLUG_MAX_LENGTH - 5]).values_list(
            "slug", flat=True
        )
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted[: _SLUG_MAX_LENGTH - 5].rstrip('-')}-{number}"
    return slug


def _get_or_create_category(names: Iterable[str], by: User | None) -> Category:
    """The first named category that exists, else a new one with the first name."""
    wanted = [name[:100] for name in names if vietnamese.slugify(name)] or [DEFAULT_CATEGORY_NAME]
    slugs = [vietnamese.slugify(name) for name in wanted]
    present = {category.slug: category for category in Category.objects.filter(slug__in=slugs)}
    known = next((present[slug] for slug in slugs if slug in present), None)
    if known is None:
        known = Category(name=wanted[0], slug=slugs[0])
        known.full_clean()
        known.save()
        audit_services.record(action=audit_services.ADDED, by=by, target=known)
    return known


def find_author(name: str) -> Author | None:
    """The author with that name, in any Unicode form of diacritics."""
    name = vietnamese.normalize_line(name)[:150]
    slug = vietnamese.slugify(name)
    return Author.objects.filter(slug=slug).first() or Author.objects.filter(search_folded=name).first()


def _get_or_create_author(name: str, by: User | None) -> Author | None:
    """The author with that name; created when there is none."""
    name = vietnamese.normalize_line(name)[:150]
    slug = vietnamese.slugify(name)
    if not slug:
        return None
    existing = find_author(name)
    if existing is None:
        existing = Author(display_name=name, slug=slug)
        existing.full_clean(exclude=["sort_key"])
        existing.save()
        audit_services.record(action=audit_services.ADDED, by=by, target=existing)
    return existing


def _valid_source_url(url: str) -> str:
    """The article's source URL, if it is safe to link to."""
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        return ""
    return url if len(url) <= 500 else ""
