"""Demo data: site identity, an introduction, the two statements every agency needs, a menu, links.

The texts are a starting point for an agency to edit.
"""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone

from news.models import Category
from portal.core.demo_data import DemoApp, demo_apps
from portal.organisation.demo_data import facts
from portal.pages.models import Language, LinkGroup, MenuEntry, Page, SiteIdentity
from portal.pages.sections import SiteSection
from portal.pages.services import save_page
from portal.pages.standard_pages import REQUIRED_PAGES, StandardPage

PAGES = (
    StandardPage(
        path="gioi-thieu",
        title="Giới thiệu",
        summary="Cổng này đăng tin hoạt động, văn bản và kết quả thi đua của các khối, cụm thi đua trong tỉnh.",
        body="""
<h2>Cổng thông tin để làm gì</h2>
<p>Cổng đăng tin hoạt động của các cơ quan, văn bản của các khối, cụm thi đua và những việc mà người dân cần biết. Mọi
trang đều đọc được mà không phải đăng nhập.</p>
<h2>Tìm thông tin ở đâu</h2>
<ul>
<li>Tin theo ngày: <a href="/tin-tuc/">Tin tức</a></li>
<li>Tổ chức, giao ước và văn bản của từng khối: <a href="/khoi-thi-dua/">Khối thi đua</a></li>
<li>Toàn bộ các phần của cổng: <a href="/so-do-trang/">Sơ đồ trang</a></li>
</ul>
<p>Gõ có dấu hay không dấu, ô tìm kiếm ở đầu trang đều tìm được.</p>
""",
    ),
    StandardPage(
        path="lich-su-hinh-thanh",
        parent_path="gioi-thieu",
        title="Lịch sử hình thành và phát triển",
        summary="Các mốc hình thành của cơ quan; đơn vị vận hành điền theo hồ sơ của mình.",
        body="""
<p>Trang này dành cho các mốc thành lập, đổi tên, hợp nhất của cơ quan, ghi theo quyết định và ngày ban hành.</p>
<table>
<caption>Các mốc chính</caption>
<thead><tr><th scope="col">Thời gian</th><th scope="col">Sự kiện</th><th scope="col">Văn bản</th></tr></thead>
<tbody>
<tr><td>(ngày, tháng, năm)</td><td>Thành lập</td><td>(số, ký hiệu quyết định)</td></tr>
<tr><td>(ngày, tháng, năm)</td><td>Sắp xếp lại tổ chức</td><td>(số, ký hiệu quyết định)</td></tr>
</tbody>
</table>
""",
    ),
    *REQUIRED_PAGES,
    StandardPage(
        path="about",
        language=Language.ENGLISH,
        translation_of_path="gioi-thieu",
        title="About this portal",
        summary="News, documents and results of the emulation blocs of the province.",
        body="""
<p>This portal publishes the news of the agencies, the documents of the emulation blocs and whatever citizens should
know. Every page can be read without signing in. Most pages are in Vietnamese.</p>
<p>The search at the top of each page finds Vietnamese words typed with or without diacritics.</p>
""",
    ),
    StandardPage(
        path="privacy",
        language=Language.ENGLISH,
        translation_of_path="bao-ve-du-lieu-ca-nhan",
        title="Protection of personal data",
        summary="Readers get no cookies; forms keep only what is needed to answer, and you may ask about it.",
        is_in_footer=True,
        body="""
<p>This portal sets no cookies for readers, uses no trackers and loads nothing from other hosts. A video is fetched
from its host only after you ask for it.</p>
<p>Forms ask only for what is needed to answer you; no box is ticked beforehand. What you send is kept until your
matter has been answered and its record may be destroyed.</p>
<p>You may ask which of your data are kept, see, correct or delete them, and withdraw your consent. Requests are
answered within <strong>2 working days</strong>; write to the address at the foot of the page.</p>
<p>Legal basis: Law on Personal Data Protection No. 91/2025/QH15 and Decree No. 356/2025/NĐ-CP, in force since 1
January 2026.</p>
""",
    ),
    StandardPage(
        path="accessibility",
        language=Language.ENGLISH,
        translation_of_path="kha-nang-tiep-can",
        title="Accessibility statement",
        summary="Made for everybody: by keyboard, with a screen reader, on a small telephone, on a slow line.",
        is_in_footer=True,
        body="""
<h2>What works</h2>
<ul>
<li>Every page works from the keyboard, has a link straight to its content and shows where you are.</li>
<li>Text is 18 pixels or more, with a contrast of at least 7:1 on light and on dark ground.</li>
<li>Pages can be read on a screen 320 pixels wide and enlarged to 200%, also without JavaScript.</li>
<li>Pictures have a description; nothing scrolls or blinks by itself.</li>
</ul>
<h2>What does not work yet</h2>
<ul>
<li>Some attached files are scans, whose words a screen reader cannot read.</li>
<li>Videos on other hosts may have no captions.</li>
</ul>
<h2>When something is in your way</h2>
<p>Write or call, as the foot of the page says; name the page and the device. The agency will send you the content in a
form that you can read.</p>
<h2>The goal</h2>
<p>Level AA of WCAG 2.1, as Circular No. 26/2020/TT-BTTTT asks. The day of the last update stands at the top of the
page.</p>
""",
    ),
)

# In addition to the settings. The address is the demo agency's, the phone numbers are unassigned.
IDENTITY = {
    "name_en": "Portal of Emulation and Internal Affairs",
    "organisation_en": "Cao Bang Province",
    "address": facts.ADDRESS,
    "address_en": facts.ADDRESS_EN,
    "phone": "0206 000 0000",
    "fax": "0206 000 0009",
    "email": "cong-thong-tin@caobang.example",
}

LINKS = {
    ("Cổng thông tin quốc gia", "National portals"): (
        ("Cổng Thông tin điện tử Chính phủ", "Government Portal", "https://chinhphu.vn/"),
        ("Cổng Dịch vụ công quốc gia", "National Public Service Portal", "https://dichvucong.gov.vn/"),
        ("Cơ sở dữ liệu quốc gia về văn bản pháp luật", "National database of legal documents", "https://vbpl.vn/"),
    ),
}

# Title, English title, target, children. A section that the portal does not have is not shown.
Target = Mapping[str, Any]
MENU: tuple[tuple[str, str, Target, tuple[tuple[str, str, Target], ...]], ...] = (
    (
        "Giới thiệu",
        "About",
        {"page": "gioi-thieu"},
        (
            ("Lịch sử hình thành", "", {"page": "gioi-thieu/lich-su-hinh-thanh"}),
            ("Cơ cấu tổ chức", "Organisation", {"section": SiteSection.ORGANISATION}),
            ("Lãnh đạo", "Leaders", {"section": SiteSection.LEADERS}),
        ),
    ),
    ("Tin tức", "News", {"section": SiteSection.NEWS}, ()),
    ("Khối thi đua", "Emulation blocs", {"section": SiteSection.BLOCS}, ()),
    ("Văn bản", "Documents", {"section": SiteSection.LIBRARY}, ()),
    (
        "Tiện ích",
        "Services",
        {},
        (
            ("Hỏi đáp", "Questions and answers", {"section": SiteSection.QUESTIONS}),
            ("Lấy ý kiến dự thảo", "Consultations", {"section": SiteSection.CONSULTATIONS}),
            ("Dữ liệu mở", "Open data", {"section": SiteSection.OPEN_DATA}),
            ("Liên kết các cơ quan", "Links", {"section": SiteSection.LINKS}),
            ("Sơ đồ trang", "Site map", {"section": SiteSection.SITEMAP}),
        ),
    ),
    ("Liên hệ", "Contact", {"section": SiteSection.CONTACTS}, ()),
)


def has_content() -> bool:
    """Whether the database holds any pages."""
    return Page.objects.exists()


@transaction.atomic
def load(*, force: bool, stored: list[FieldFile]) -> str:
    """Adds missing pages, and the identity, menu and links where there are none; stores no files.

    Existing pages stay unchanged.
    """
    added = [demo.path for demo in PAGES if _add_page(demo)]
    if not SiteIdentity.objects.exists():
        _add_identity()
    if not LinkGroup.objects.exists():
        _add_links()
    if not MenuEntry.objects.exists():
        _add_menu()
    return f"Site: {len(added)} pages added; {len(PAGES) - len(added)} pages were there."


def _add_page(demo: StandardPage) -> bool:
    path = f"{demo.parent_path}/{demo.path}" if demo.parent_path else demo.path
    if _page(path, demo.language):
        return False
    page = Page(
        language=demo.language,
        parent=_page(demo.parent_path),
        slug=demo.path,
        title=demo.title,
        summary=demo.summary,
        body=demo.body,
        translation_of=_page(demo.translation_of_path),
        is_in_footer=demo.is_in_footer,
        published_at=timezone.now(),
    )
    save_page(page=page, by=None)
    return True


def _page(path: str, language: str = Language.VIETNAMESE) -> Page | None:
    return Page.objects.in_language(language).for_path(path).first() if path else None


def _add_identity() -> None:
    """Values from the settings take precedence over the demo data."""
    named = {fact: value for fact, value in settings.SITE_IDENTITY.items() if value}
    identity = SiteIdentity(**{**IDENTITY, **named})
    identity.full_clean()
    identity.save()


def _add_links() -> None:
    for position, ((name, name_en), links) in enumerate(LINKS.items()):
        group = LinkGroup.objects.create(name=name, name_en=name_en, position=position)
        for place, (title, title_en, url) in enumerate(links):
            group.links.create(name=title, name_en=title_en, url=url, position=place)


def _add_menu() -> None:
    for position, (title, title_en, target, children) in enumerate(MENU):
        entry = _add_entry(title, title_en, target, position)
        if target.get("section") == SiteSection.NEWS:
            sections = Category.objects.sections()
            children = tuple((section.name, "", {"category": section}) for section in sections)
        for child_position, (name, name_en, child_target) in enumerate(children):
            _add_entry(name, name_en, child_target, child_position, parent=entry)


def _add_entry(title: str, title_en: str, target: Target, position: int, parent: MenuEntry | None = None) -> MenuEntry:
    target_fields = {**target, "page": _page(target["page"])} if "page" in target else target
    entry = MenuEntry(title=title, title_en=title_en, position=position, parent=parent, **target_fields)
    entry.full_clean()
    entry.save()
    return entry


demo_apps.register(DemoApp(has_content, load))
