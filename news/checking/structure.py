"""What an article is made of: is something missing, does each part do its work for every reader?"""

import datetime as dt
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from lxml import html

from news.checking.findings import Severity, Spot, looks_for
from news.checking.text import Page, Place, words_of
from portal.kit import uploads, vietnamese
from portal.kit.presentation import video_at

TITLE_MAX_LENGTH = 120
SUMMARY_MAX_LENGTH = 350
_SCHEDULED_DAYS_AHEAD = 180
_FIRST_LIKELY_YEAR = 1990
_HEADING_MAX_WORDS = 20
_TITLE_MIN_LETTERS = 8
_BODY = Place("body")
_PICTURE_ENDINGS = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")
_CAMERA_NAME = re.compile(r"(?:img|dsc|dscn|image|pic|photo|anh|hinh)?[-_ ]?\d{2,}(?:[-_ ]\d+)*", re.IGNORECASE)
# Folded words of a link that say nothing of where it leads.
_VAGUE = {
    *("tai day", "o day", "day", "vao day", "xem tai day", "xem o day", "bam vao day", "nhan vao day", "click"),
    *("click here", "here", "link", "lien ket", "xem them", "xem", "chi tiet", "xem chi tiet", "tai ve", "bam", "nhan"),
}


@looks_for("summary", Severity.BLOCK)
def missing_summary(page: Page) -> Iterator[Spot]:
    if page.text.summary is not None and not page.text.summary.strip():
        message = _("Hãy viết sapo trước khi xuất bản: người đọc thấy nó ở trang chủ và trong danh sách.")
        yield Spot(message, Place("summary"))


@looks_for("body", Severity.BLOCK)
def missing_body(page: Page) -> Iterator[Spot]:
    if page.text.body is not None and not page.body:
        yield Spot(_("Bài chưa có nội dung."), _BODY)


@looks_for("picture-alt", Severity.BLOCK)
def wordless_pictures(page: Page) -> Iterator[Spot]:
    for image, place in page.elements("img"):
        if not (image.get("alt") or "").strip():
            message = _("Ảnh thứ %s trong bài chưa có nội dung thay thế. Hãy bấm đúp vào ảnh và viết một câu tả ảnh.")
            yield Spot(message % place.number, place)
    if page.text.has_lead_picture and page.text.lead_alt is not None and not page.text.lead_alt.strip():
        message = _("Ảnh đại diện chưa có nội dung thay thế. Hãy mở ảnh trong thư viện và viết một câu tả ảnh.")
        yield Spot(message, Place("lead_picture"))


@looks_for("picture-file-name")
def pictures_called_by_their_files(page: Page) -> Iterator[Spot]:
    for image, place in page.elements("img"):
        alt = " ".join((image.get("alt") or "").split())
        is_name = alt.lower().endswith(_PICTURE_ENDINGS) or uploads.extension_of(alt) in uploads.DOCUMENT_KINDS
        if is_name or (len(alt) <= 40 and _CAMERA_NAME.fullmatch(vietnamese.fold(alt))):
            message = _("Nội dung thay thế của ảnh thứ %s là tên tệp. Hãy viết một câu tả điều thấy trong ảnh.")
            yield Spot(message % place.number, place, alt)


@looks_for("picture-twice")
def pictures_shown_twice(page: Page) -> Iterator[Spot]:
    seen = {page.text.lead_address} - {""}
    for image, place in page.elements("img"):
        address = image.get("src") or ""
        if address in seen:
            yield Spot(_("Ảnh thứ %s đã có ở chỗ khác trong bài. Hãy bỏ một ảnh.") % place.number, place)
        seen.add(address)


@looks_for("lead-picture")
def missing_lead_picture(page: Page) -> Iterator[Spot]:
    if page.text.has_lead_picture is False:
        message = _("Bài chưa có ảnh đại diện. Trong danh sách và trang chủ, bài sẽ hiện không có ảnh.")
        yield Spot(message, Place("lead_picture"))


@looks_for("author")
def missing_author(page: Page) -> Iterator[Spot]:
    if page.text.has_author is False:
        yield Spot(_("Bài chưa có tác giả. Hãy chọn tên ký dưới bài."), Place("bylines"))


@looks_for("long-title")
def long_title(page: Page) -> Iterator[Spot]:
    title = " ".join((page.text.title or "").split())
    if len(title) > TITLE_MAX_LENGTH:
        message = _("Tiêu đề dài %(length)d ký tự. Trong danh sách nên có không quá %(limit)d; hãy viết gọn lại.")
        yield Spot(message % {"length": len(title), "limit": TITLE_MAX_LENGTH}, Place("title"))


@looks_for("capital-title")
def title_in_capitals(page: Page) -> Iterator[Spot]:
    letters = [char for char in vietnamese.nfc(page.text.title or "") if char.isalpha()]
    if len(letters) >= _TITLE_MIN_LETTERS and all(char.isupper() for char in letters):
        yield Spot(_("Tiêu đề viết toàn chữ hoa rất khó đọc. Hãy viết hoa theo quy tắc chính tả."), Place("title"))


@looks_for("long-summary")
def long_summary(page: Page) -> Iterator[Spot]:
    summary = " ".join((page.text.summary or "").split())
    if len(summary) > SUMMARY_MAX_LENGTH:
        message = _("Sapo dài %(length)d ký tự. Sapo nên là một hai câu, không quá %(limit)d ký tự.")
        yield Spot(message % {"length": len(summary), "limit": SUMMARY_MAX_LENGTH}, Place("summary"))


@looks_for("heading-jump")
def jumping_headings(page: Page) -> Iterator[Spot]:
    before = 1
    for heading, place in page.elements("h2", "h3", "h4"):
        level = int(heading.tag[1])
        if level > before + 1:
            message = _("Đề mục nhảy cấp: cần “Đề mục %(wanted)d” trước “Đề mục %(level)d”. Hãy đổi cấp đề mục này.")
            yield Spot(message % {"wanted": before + 1, "level": level}, place, words_of(heading))
        before = level


@looks_for("empty-heading")
def empty_headings(page: Page) -> Iterator[Spot]:
    for heading, place in page.elements("h2", "h3", "h4"):
        if not words_of(heading):
            yield Spot(_("Có một đề mục trống. Hãy xóa hoặc viết tên đề mục."), place)


@looks_for("bold-paragraph")
def bold_paragraphs(page: Page) -> Iterator[Spot]:
    """Paragraphs that only look like headings: nobody who listens to the page or scans it finds them."""
    for paragraph in page.root.iterchildren("p"):
        words = words_of(paragraph)
        looks_like_one = 0 < len(words.split()) <= _HEADING_MAX_WORDS and words[-1] not in ".;,!?…"
        if looks_like_one and paragraph.getnext() is not None and _is_all_bold(paragraph):
            message = _("Đoạn in đậm này có vẻ là đề mục. Hãy chọn kiểu “Đề mục” thay cho chữ đậm.")
            yield Spot(message, page.places[paragraph], words)


def _is_all_bold(paragraph: html.HtmlElement) -> bool:
    """Whether every word directly or deeper lies in ``strong``; each text is looked at once."""
    return not (paragraph.text or "").strip() and all(
        (child.tag == "strong" or (not words_of(child))) and not (child.tail or "").strip() for child in paragraph
    )


@looks_for("empty-link")
def empty_links(page: Page) -> Iterator[Spot]:
    for link, place in page.elements("a"):
        words = words_of(link)
        if not link.get("href"):
            yield Spot(_("Liên kết này không dẫn đi đâu. Hãy gõ lại địa chỉ hoặc bỏ liên kết."), place, words)
        elif not words and link.find(".//img") is None:
            yield Spot(_("Có một liên kết không có chữ. Hãy bỏ liên kết hoặc viết chữ."), place, link.get("href"))


@looks_for("link-text")
def vague_links(page: Page) -> Iterator[Spot]:
    for link, place in page.elements("a"):
        words, address = words_of(link), link.get("href") or ""
        if len(words) <= 30 and vietnamese.fold(words).strip(" .:>»!") in _VAGUE:
            yield Spot(
                _("Chữ của liên kết không nói nó dẫn đến đâu. Hãy đặt liên kết vào tên của trang."), place, words
            )
        elif words.lower().startswith(("http://", "https://", "www.")) and not video_at(address):
            yield Spot(_("Liên kết hiện nguyên địa chỉ. Hãy thay bằng tên của trang mà nó dẫn đến."), place, words)


@looks_for("anchor")
def dead_anchors(page: Page) -> Iterator[Spot]:
    for link, place in page.elements("a"):
        if (link.get("href") or "").startswith("#"):
            message = _("Liên kết tới một chỗ trong bài không còn dùng được. Hãy bỏ liên kết.")
            yield Spot(message, place, words_of(link))


@looks_for("table-header")
def headless_tables(page: Page) -> Iterator[Spot]:
    for table, place in page.elements("table"):
        rows = list(table.iter("tr"))
        is_data = len(rows) > 1 and len(rows[0]) > 1
        if is_data and next(table.iter("th"), None) is None:
            message = _("Bảng thứ %s chưa có hàng tiêu đề. Hãy bấm chuột phải vào bảng → Thuộc tính bảng → Đầu đề.")
            yield Spot(message % place.number, place, words_of(rows[0]))


@looks_for("publication-date")
def unlikely_dates(page: Page) -> Iterator[Spot]:
    moment = page.text.published_at
    if moment is None:
        return
    if moment > page.at + dt.timedelta(days=_SCHEDULED_DAYS_AHEAD):
        yield Spot(_("Giờ hẹn đăng còn hơn nửa năm nữa. Hãy xem lại ngày và năm."), Place("published_at"))
    elif moment.year < _FIRST_LIKELY_YEAR:
        yield Spot(_("Ngày đăng quá xa trong quá khứ. Hãy xem lại năm."), Place("published_at"))
