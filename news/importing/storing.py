"""The act that puts a found article into the database: whole, with its pictures, or not at all."""

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

from news import alternatives, publishing, revisions
from news.importing import markup
from news.importing.found import FoundArticle, opening_sentences
from news.models import TITLE_MAX_LENGTH, Article, Author, Byline, Category, Picture
from portal.accounts.models import User
from portal.kit import dates, pictures, richtext, vietnamese

DEFAULT_CATEGORY_NAME = "Tin tức"
_SLUG_MAX_LENGTH = 120
_ALT_MAX_LENGTH = 250


class Outcome(Enum):
    CREATED = "created"
    PRESENT = "present"


@dataclass
class Imported:
    """What became of a found article. ``article`` is None in a rehearsal; ``warnings`` are Vietnamese sentences."""

    outcome: Outcome
    article: Article | None = None
    warnings: list[str] = field(default_factory=list)


def import_article(
    found: FoundArticle,
    *,
    category: Category | None = None,
    as_draft: bool = False,
    rehearse: bool = False,
    created_before: Container[int] = (),
    by: User | None = None,
) -> Imported:
    """Stores an article unless it is there already: same local day, same title.

    ``by`` is the person whose article it becomes; only their own drafts count as there already.

    ``created_before`` holds the keys made in the same run, so that two different articles of one day and title are
    told apart. ``rehearse`` checks everything and writes nothing. Raises ValidationError when it cannot be stored;
    then neither a row nor a file is left.
    """
    check(found)
    result = Imported(Outcome.CREATED, warnings=list(found.warnings))
    present = _present(found, created_before, by)
    if present is not None:
        is_same = _words(present.body) == _words(found.body_html)
        kept = _("đã có bài cùng ngày, cùng tiêu đề nhưng khác nội dung; giữ nguyên bài đang có.")
        return Imported(Outcome.PRESENT, present, [] if is_same else [kept])
    if rehearse:
        _readable_pictures(found, result.warnings)
        return result
    stored: list[Picture] = []
    try:
        with transaction.atomic():
            result.article = _store(found, category, as_draft or found.is_draft, stored, result.warnings, by)
    except BaseException:
        for picture in stored:
            _remove_files(picture)
        raise
    return result


def check(found: FoundArticle) -> None:
    """What can be said of an article before anything is stored. Raises ValidationError."""
    if len(found.title) > TITLE_MAX_LENGTH:
        limits = {"limit": TITLE_MAX_LENGTH, "length": len(found.title)}
        raise ValidationError(_("tiêu đề dài %(length)d ký tự, quá mức %(limit)d."), params=limits)
    if len(found.body_html.encode()) > settings.RICH_TEXT_MAX_BYTES:
        raise ValidationError(_("nội dung bài quá dài."))
    if not richtext.plain_text(richtext.clean_html(found.body_html)) and not found.pictures:
        raise ValidationError(_("không có nội dung bài."))
    if found.published_at is None and not found.is_draft:
        raise ValidationError(_("không có ngày đăng."))


def _present(found: FoundArticle, created_before: Container[int], by: User | None) -> Article | None:
    """The article of the same day and title that this one is; None when it is new."""
    candidates = Article.objects.filter(published_on=_day(found), title=found.title)
    if by is not None:
        candidates = candidates.filter(created_by=by, status=Article.Status.DRAFT)
    same_title = list(candidates.order_by("pk"))
    words = _words(found.body_html)
    for article in same_title:
        if _words(article.body) == words:
            return article
    # One with other words that stood here before this run was corrected by an editor since.
    return next((article for article in same_title if article.pk not in created_before), None)


def _day(found: FoundArticle) -> dt.date | None:
    return found.published_at and dates.local_day(found.published_at)


def _words(html: str) -> str:
    return vietnamese.fold(richtext.plain_text(richtext.clean_html(html)))


def _store(
    found: FoundArticle,
    category: Category | None,
    as_draft: bool,
    stored: list[Picture],
    warnings: list[str],
    by: User | None,
) -> Article:
    leaves_gaps = as_draft and found.leaves_gaps
    files = _readable_pictures(found, warnings)
    body, lead = _store_pictures(found, files, stored, leaves_gaps=leaves_gaps, by=by)
    article = Article(
        title=found.title,
        slug=_free_slug(found),
        summary=found.summary or ("" if leaves_gaps else _opening(found, body)),
        body=body,
        lead_picture=lead,
        category=category or _category(found.category_names),
        source_url=_address(found.source_url),
        published_at=found.published_at,
    )
    if as_draft:
        publishing.store(article=article, by=by)
    else:
        publishing.publish(article=article, by=by)
    if (author := _author(found.author)) is not None:
        Byline.objects.create(article=article, author=author)
        revisions.retake(article)
    return article


def _opening(found: FoundArticle, body: str) -> str:
    return opening_sentences(richtext.plain_text(richtext.clean_html(body)) or found.title)


def _readable_pictures(found: FoundArticle, warnings: list[str]) -> list[str]:
    """The ``src`` of the pictures that can be taken; a warning for each that cannot."""
    sources = markup.picture_sources(markup.parse_fragment(found.body_html))
    taken = []
    for src in dict.fromkeys([*sources, *([found.lead_src] if found.lead_src in found.pictures else [])]):
        shown = src if len(src) <= 80 else src[:77] + "…"
        if src not in found.pictures:
            warnings.append(_("bỏ ảnh “%(src)s”: không thấy tệp ảnh bên cạnh.") % {"src": shown})
            continue
        try:
            with found.pictures[src].open("rb") as file:
                pictures.check_picture(File(file, name=found.pictures[src].name))
            taken.append(src)
        except (ValidationError, OSError) as error:
            reason = " ".join(error.messages) if isinstance(error, ValidationError) else _("không mở được tệp.")
            warnings.append(_("bỏ ảnh “%(src)s”: %(reason)s") % {"src": shown, "reason": reason})
    return taken


def _store_pictures(
    found: FoundArticle, taken: Iterable[str], stored: list[Picture], *, leaves_gaps: bool, by: User | None
) -> tuple[str, Picture | None]:
    """The body with our pictures' addresses in place of the page's own, and the lead picture if there is one."""
    root = markup.parse_fragment(found.body_html)
    made: dict[str, Picture] = {}
    readable = set(taken)
    for image in list(root.iter("img")):
        src = (image.get("src") or "").strip()
        frame = next(image.iterancestors("figure"), None)
        if src not in readable:
            (image if frame is None or len(list(frame.iter("img"))) > 1 else frame).drop_tree()
            continue
        caption = "" if frame is None else " ".join(markup.words_of(words) for words in frame.iter("figcaption"))
        alt = markup.picture_text(image.get("alt"))
        if not alt and not leaves_gaps:
            alt = markup.picture_text(caption) or _fallback_alt(found)
        if alt and alternatives.refusal(alt, found.pictures[src].name):
            alt = "" if leaves_gaps else _fallback_alt(found)
        if src not in made:
            made[src] = _picture(found, src, alt, caption, stored, by)
        image.set("src", made[src].file.url)
        image.set("alt", alt[:_ALT_MAX_LENGTH])
    lead = None
    if found.lead_src in readable and found.lead_src not in made:
        lead = _picture(found, found.lead_src, _fallback_alt(found), "", stored, by)
    return markup.inner_html(root), lead


def _fallback_alt(found: FoundArticle) -> str:
    return _("Ảnh trong bài: %(title)s") % {"title": found.title}


def _picture(found: FoundArticle, src: str, alt: str, caption: str, stored: list[Picture], by: User | None) -> Picture:
    path = found.pictures[src]
    with path.open("rb") as file:
        picture = Picture(
            file=File(file, name=path.name),
            alt=alt[:_ALT_MAX_LENGTH],
            # The article is a draft then, and its editor is told to write them.
            awaits_words=not alt,
            caption=caption[:500],
            uploaded_by=by,
        )
        stored.append(picture)
        picture.full_clean(exclude=["file"])
        picture.save()
    return picture


def _remove_files(picture: Picture) -> None:
    """The picture's file and its widths, when its row did not come to be."""
    if picture.file and picture.file._committed:
        picture.file.delete(save=False)


def _free_slug(found: FoundArticle) -> str:
    """The article's slug, numbered when another article of the day has it."""
    wanted = found.slug or vietnamese.slugify(found.title) or "bai-viet"
    day = _day(found)
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


def _category(names: Iterable[str]) -> Category:
    """The first of the names that is a category already, else a new one under the first name."""
    wanted = [name[:100] for name in names if vietnamese.slugify(name)] or [DEFAULT_CATEGORY_NAME]
    slugs = [vietnamese.slugify(name) for name in wanted]
    present = {category.slug: category for category in Category.objects.filter(slug__in=slugs)}
    known = next((present[slug] for slug in slugs if slug in present), None)
    if known is None:
        known = Category(name=wanted[0], slug=slugs[0])
        known.full_clean()
        known.save()
    return known


def author_named(name: str) -> Author | None:
    """The by-line of that name, whatever its diacritics' form."""
    name = vietnamese.tidy_line(name)[:150]
    slug = vietnamese.slugify(name)
    return Author.objects.filter(slug=slug).first() or Author.objects.filter(search_folded=name).first()


def _author(name: str) -> Author | None:
    """The by-line of that name; a new one when there is none."""
    name = vietnamese.tidy_line(name)[:150]
    slug = vietnamese.slugify(name)
    if not slug:
        return None
    present = author_named(name)
    if present is None:
        present = Author(display_name=name, slug=slug)
        present.full_clean(exclude=["sort_key"])
        present.save()
    return present


def _address(address: str) -> str:
    """The address an article came from, if it is one that a page may link to."""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return ""
    return address if len(address) <= 500 else ""
