"""Steps of the setup guide: the portal's identity, the pages that it must have, its menu."""

from collections.abc import Collection
from dataclasses import replace

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.core.dashboard import SetupStep, Text, setup_steps
from portal.pages.models import MenuEntry, Page, SiteIdentity
from portal.pages.sections import SiteSection
from portal.pages.services import save_page
from portal.pages.standard_pages import REQUIRED_PAGES, StandardPage

INTRODUCTION_PATH = "gioi-thieu"
MENU_SECTIONS = (
    SiteSection.NEWS,
    SiteSection.BLOCS,
    SiteSection.ORGANISATION,
    SiteSection.LIBRARY,
    SiteSection.QUESTIONS,
    SiteSection.CONTACTS,
)


def _identity() -> SiteIdentity | None:
    return SiteIdentity.objects.first()


def _identity_url() -> str:
    identity = _identity()
    if identity is None:
        return reverse("admin:pages_siteidentity_add")
    return reverse("admin:pages_siteidentity_change", args=[identity.pk])


def _has_contacts() -> bool:
    identity = _identity()
    return identity is not None and bool(identity.address and identity.responsible_person)


def required_pages() -> list[StandardPage]:
    """The introduction, filled from the identity, and the two statements."""
    return [_introduction(_identity() or SiteIdentity()), *REQUIRED_PAGES]


def _introduction(identity: SiteIdentity) -> StandardPage:
    name = identity.organisation or identity.name or _("Cơ quan")
    facts = [
        (_("Cơ quan chủ quản"), identity.governing_body),
        (_("Địa chỉ"), identity.address),
        (_("Điện thoại"), identity.phone),
        (_("Thư điện tử"), identity.email),
        (
            _("Người chịu trách nhiệm"),
            " – ".join(filter(None, (identity.responsible_person, identity.responsible_post))),
        ),
    ]
    listed = format_html_join("", "<li>{}: {}</li>", [fact for fact in facts if fact[1]])
    body = format_html(
        "<p>{} {}</p><ul>{}</ul><h2>{}</h2><p>{}</p>",
        name,
        _("giới thiệu chức năng, nhiệm vụ và cơ cấu tổ chức tại trang này."),
        listed,
        _("Chức năng, nhiệm vụ"),
        _("(chép theo quyết định quy định chức năng, nhiệm vụ của cơ quan)"),
    )
    return StandardPage(path=INTRODUCTION_PATH, title=str(_("Giới thiệu")), summary="", body=body)


def _existing_paths() -> set[str]:
    paths = [page.path for page in REQUIRED_PAGES] + [INTRODUCTION_PATH]
    return set(Page.objects.filter(path__in=paths).values_list("path", flat=True))


def _are_required_pages_public() -> bool:
    paths = [page.path for page in REQUIRED_PAGES] + [INTRODUCTION_PATH]
    return Page.objects.published().filter(path__in=paths).count() == len(paths)


def _page_options() -> list[tuple[str, Text]]:
    existing = _existing_paths()
    return [(page.path, page.title) for page in required_pages() if page.path not in existing]


def _create_pages(chosen: Collection[str], by: User) -> int:
    """Creates drafts, as the agency must read them before its readers do."""
    wanted = [page for page in required_pages() if page.path in chosen]
    for text in wanted:
        page = Page(
            slug=text.path, title=text.title, summary=text.summary, body=text.body, is_in_footer=text.is_in_footer
        )
        save_page(page=page, by=by)
    return len(wanted)


def _menu_options() -> list[tuple[str, Text]]:
    introduction: list[tuple[str, Text]] = [(INTRODUCTION_PATH, _("Giới thiệu"))]
    sections: list[tuple[str, Text]] = [
        (section.value, section.label) for section in MENU_SECTIONS if section.is_available
    ]
    return (introduction if Page.objects.filter(path=INTRODUCTION_PATH).exists() else []) + sections


def _create_menu(chosen: Collection[str], by: User) -> int:
    for position, key in enumerate(chosen):
        if key == INTRODUCTION_PATH:
            entry = MenuEntry(title=str(_("Giới thiệu")), page=Page.objects.get(path=key), position=position)
        else:
            entry = MenuEntry(title=str(SiteSection(key).label), section=key, position=position)
        entry.full_clean()
        entry.save()
    return len(chosen)


def _list_url(model: str) -> str:
    return reverse(f"admin:pages_{model}_changelist")


_IDENTITY_STEP = SetupStep(
    key="ten-cong",
    title=_("Tên cổng, cơ quan, biểu trưng, màu"),
    text=_("Những gì hiện ở đầu và cuối mọi trang."),
    permission="pages.change_siteidentity",
    url=_identity_url,
    is_done=SiteIdentity.objects.exists,
    position=10,
)
setup_steps.register(
    _IDENTITY_STEP,
    replace(
        _IDENTITY_STEP,
        key="lien-he",
        title=_("Địa chỉ, người chịu trách nhiệm, giấy phép"),
        text=_("Luật yêu cầu có ở cuối mọi trang; giấy phép nếu cơ quan được cấp."),
        is_done=_has_contacts,
        position=20,
    ),
    SetupStep(
        key="trang-bat-buoc",
        title=_("Các trang mà cổng cơ quan nhà nước phải có"),
        text=_("Soạn sẵn thành bản nháp từ tên và địa chỉ đã khai; hãy đọc, sửa rồi đăng."),
        permission="pages.change_page",
        url=lambda: _list_url("page"),
        is_done=_are_required_pages_public,
        position=40,
        options=_page_options,
        create=_create_pages,
    ),
    SetupStep(
        key="menu",
        title=_("Menu chính"),
        text=_("Lấy từ những phần đang có của cổng; thêm, bớt, xếp lại lúc nào cũng được."),
        permission="pages.change_menuentry",
        url=lambda: _list_url("menuentry"),
        is_done=MenuEntry.objects.exists,
        position=50,
        options=_menu_options,
        create=_create_menu,
    ),
)
