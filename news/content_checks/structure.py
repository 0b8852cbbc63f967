"""Checks of the structure: missing parts, and accessibility of headings, links, images and tables."""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import html

from news.content_checks.findings import Issue, Severity, register_check
from news.content_checks.text import CheckedText, FieldLocation, text_content
from portal.core.content import uploads
from portal.core.content.rich_text_rendering import video_from_url
from portal.core.text import vietnamese

RECOMMENDED_TITLE_LENGTH = 120
RECOMMENDED_SUMMARY_LENGTH = 350
_MAX_SCHEDULED_DAYS_AHEAD = 180
_FIRST_LIKELY_YEAR = 1990
_HEADING_MAX_WORDS = 20
_TITLE_MIN_LETTERS = 8
_BODY = FieldLocation("body")
_IMAGE_EXTENSIONS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")
_CAMERA_FILE_NAME = re.compile(r"(?:img|dsc|dscn|image|pic|photo|anh|hinh)?[-_ ]?\d{2,}(?:[-_ ]\d+)*", re.IGNORECASE)
# Folded link texts that do not describe the target.
_VAGUE_LINK_TEXTS = {
    *("tai day", "o day", "day", "vao day", "xem tai day", "xem o day", "bam vao day", "nhan vao day", "click"),
    *("click here", "here", "link", "lien ket", "xem them", "xem", "chi tiet", "xem chi tiet", "tai ve", "bam", "nhan"),
}


@register_check("summary", Severity.BLOCK)
def missing_summary(checked: CheckedText) -> Iterator[Issue]:
    if checked.text.summary is not None and not checked.text.summary.strip():
        message = _("Hãy viết sapo trước khi xuất bản: người đọc thấy nó ở trang chủ và trong danh sách.")
        yield Issue(message, FieldLocation("summary"))


@register_check("body", Severity.BLOCK)
def missing_body(checked: CheckedText) -> Iterator[Issue]:
    if checked.text.body is not None and not checked.body:
        yield Issue(_("Bài chưa có nội dung."), _BODY)


@register_check("picture-alt", Severity.BLOCK)
def missing_alt_text(checked: CheckedText) -> Iterator[Issue]:
    for image, place in checked.elements("img"):
        if not (image.get("alt") or "").strip():
            message = _("Ảnh thứ %s trong bài chưa có nội dung thay thế. Hãy bấm đúp vào ảnh và viết một câu tả ảnh.")
            yield Issue(message % place.number, place)
    if (
        checked.text.has_lead_image
        and checked.text.lead_alt_text is not None
        and not checked.text.lead_alt_text.strip()
    ):
        message = _("Ảnh đại diện chưa có nội dung thay thế. Hãy mở ảnh trong thư viện và viết một câu tả ảnh.")
        yield Issue(message, FieldLocation("lead_image"))


@register_check("picture-file-name")
def file_name_as_alt_text(checked: CheckedText) -> Iterator[Issue]:
    for image, place in checked.elements("img"):
        alt = " ".join((image.get("alt") or "").split())
        is_name = alt.lower().endswith(_IMAGE_EXTENSIONS) or uploads.file_extension(alt) in uploads.DOCUMENT_FILE_TYPES
        if is_name or (len(alt) <= 40 and _CAMERA_FILE_NAME.fullmatch(vietnamese.fold(alt))):
            message = _("Nội dung thay thế của ảnh thứ %s là tên tệp. Hãy viết một câu tả điều thấy trong ảnh.")
            yield Issue(message % place.number, place, alt)


@register_check("picture-twice")
def duplicate_images(checked: CheckedText) -> Iterator[Issue]:
    seen = {checked.text.lead_image_url} - {""}
    for image, place in checked.elements("img"):
        address = image.get("src") or ""
        if address in seen:
            yield Issue(_("Ảnh thứ %s đã có ở chỗ khác trong bài. Hãy bỏ một ảnh.") % place.number, place)
        seen.add(address)


@register_check("lead-picture")
def missing_lead_image(checked: CheckedText) -> Iterator[Issue]:
    if checked.text.has_lead_image is False:
        message = _("Bài chưa có ảnh đại diện. Trong danh sách và trang chủ, bài sẽ hiện không có ảnh.")
        yield Issue(message, FieldLocation("lead_image"))


@register_check("author")
def missing_author(checked: CheckedText) -> Iterator[Issue]:
    if checked.text.has_author is False:
        yield Issue(_("Bài chưa có tác giả. Hãy chọn tên ký dưới bài."), FieldLocation("bylines"))


@register_check("long-title")
def long_title(checked: CheckedText) -> Iterator[Issue]:
    title = " ".join((checked.text.title or "").split())
    if len(title) > RECOMMENDED_TITLE_LENGTH:
        message = _("Tiêu đề dài %(length)d ký tự. Trong danh sách nên có không quá %(limit)d; hãy viết gọn lại.")
        yield Issue(message % {"length": len(title), "limit": RECOMMENDED_TITLE_LENGTH}, FieldLocation("title"))


@register_check("capital-title")
def title_in_capitals(checked: CheckedText) -> Iterator[Issue]:
    letters = [char for char in vietnamese.nfc(checked.text.title or "") if char.isalpha()]
    if len(letters) >= _TITLE_MIN_LETTERS and all(char.isupper() for char in letters):
        yield Issue(
            _("Tiêu đề viết toàn chữ hoa rất khó đọc. Hãy viết hoa theo quy tắc chính tả."), FieldLocation("title")
        )


@register_check("long-summary")
def long_summary(checked: CheckedText) -> Iterator[Issue]:
    summary = " ".join((checked.text.summary or "").split())
    if len(summary) > RECOMMENDED_SUMMARY_LENGTH:
        message = _("Sapo dài %(length)d ký tự. Sapo nên là một hai câu, không quá %(limit)d ký tự.")
        yield Issue(message % {"length": len(summary), "limit": RECOMMENDED_SUMMARY_LENGTH}, FieldLocation("summary"))


@register_check("heading-jump")
def skipped_heading_levels(checked: CheckedText) -> Iterator[Issue]:
    before = 1
    for heading, place in checked.elements("h2", "h3", "h4"):
        level = int(heading.tag[1])
        if level > before + 1:
            message = _("Đề mục nhảy cấp: cần “Đề mục %(wanted)d” trước “Đề mục %(level)d”. Hãy đổi cấp đề mục này.")
            yield Issue(message % {"wanted": before + 1, "level": level}, place, text_content(heading))
        before = level


@register_check("empty-heading")
def empty_headings(checked: CheckedText) -> Iterator[Issue]:
    for heading, place in checked.elements("h2", "h3", "h4"):
        if not text_content(heading):
            yield Issue(_("Có một đề mục trống. Hãy xóa hoặc viết tên đề mục."), place)


@register_check("bold-paragraph")
def bold_paragraphs(checked: CheckedText) -> Iterator[Issue]:
    """Bold paragraphs used as headings: screen readers and outlines do not see them."""
    for paragraph in checked.root.iterchildren("p"):
        words = text_content(paragraph)
        looks_like_one = 0 < len(words.split()) <= _HEADING_MAX_WORDS and words[-1] not in ".;,!?…"
        if looks_like_one and paragraph.getnext() is not None and _is_all_bold(paragraph):
            message = _("Đoạn in đậm này có vẻ là đề mục. Hãy chọn kiểu “Đề mục” thay cho chữ đậm.")
            yield Issue(message, checked.locations[paragraph], words)


def _is_all_bold(paragraph: html.HtmlElement) -> bool:
    """Whether all text of a block is inside ``strong``; each text node is visited once."""
    return not (paragraph.text or "").strip() and all(
        (child.tag == "strong" or (not text_content(child))) and not (child.tail or "").strip() for child in paragraph
    )


@register_check("empty-link")
def empty_links(checked: CheckedText) -> Iterator[Issue]:
    for link, place in checked.elements("a"):
        words = text_content(link)
        if not link.get("href"):
            yield Issue(_("Liên kết này không dẫn đi đâu. Hãy gõ lại địa chỉ hoặc bỏ liên kết."), place, words)
        elif not words and link.find(".//img") is None:
            yield Issue(_("Có một liên kết không có chữ. Hãy bỏ liên kết hoặc viết chữ."), place, link.get("href"))


@register_check("link-text")
def vague_links(checked: CheckedText) -> Iterator[Issue]:
    for link, place in checked.elements("a"):
        words, address = text_content(link), link.get("href") or ""
        if len(words) <= 30 and vietnamese.fold(words).strip(" .:>»!") in _VAGUE_LINK_TEXTS:
            yield Issue(
                _("Chữ của liên kết không nói nó dẫn đến đâu. Hãy đặt liên kết vào tên của trang."), place, words
            )
        elif words.lower().startswith(("http://", "https://", "www.")) and not video_from_url(address):
            yield Issue(_("Liên kết hiện nguyên địa chỉ. Hãy thay bằng tên của trang mà nó dẫn đến."), place, words)


@register_check("anchor")
def dead_anchors(checked: CheckedText) -> Iterator[Issue]:
    for link, place in checked.elements("a"):
        if (link.get("href") or "").startswith("#"):
            message = _("Liên kết tới một chỗ trong bài không còn dùng được. Hãy bỏ liên kết.")
            yield Issue(message, place, text_content(link))


@register_check("table-header")
def tables_without_header(checked: CheckedText) -> Iterator[Issue]:
    for table, place in checked.elements("table"):
        rows = list(table.iter("tr"))
        is_data = len(rows) > 1 and len(rows[0]) > 1
        if is_data and next(table.iter("th"), None) is None:
            message = _("Bảng thứ %s chưa có hàng tiêu đề. Hãy bấm chuột phải vào bảng → Thuộc tính bảng → Đầu đề.")
            yield Issue(message % place.number, place, text_content(rows[0]))


@register_check("publication-date")
def unlikely_dates(checked: CheckedText) -> Iterator[Issue]:
    timestamp = checked.text.published_at
    if timestamp is None:
        return
    if timestamp > checked.at + dt.timedelta(days=_MAX_SCHEDULED_DAYS_AHEAD):
        yield Issue(_("Giờ hẹn đăng còn hơn nửa năm nữa. Hãy xem lại ngày và năm."), FieldLocation("published_at"))
    elif timestamp.year < _FIRST_LIKELY_YEAR:
        yield Issue(_("Ngày đăng quá xa trong quá khứ. Hãy xem lại năm."), FieldLocation("published_at"))
