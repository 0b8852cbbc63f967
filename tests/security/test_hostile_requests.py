"""Hostile numbers and NUL characters, sent to every URL, filter and form of staff and the public: none answers 500."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from lxml import html

from tests.consultations.factories import make_consultation
from tests.documents.factories import make_library_document
from tests.emulation.factories import make_agency, make_bloc, make_decision, make_membership
from tests.emulation.year_factories import make_covenant, make_document, make_version
from tests.factories import make_administrator, make_article, make_author, make_byline, make_category, make_image
from tests.pages.factories import make_page
from tests.questions.factories import make_published

pytestmark = pytest.mark.django_db

NUMBERS = ("99999999", "9" * 20, "①", "0001-01-01", "9999-12-31", "a " * 1500)
TYPED = ("\0", "9" * 20, "①", "01/01/0001")
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")
# Of the kinds of parts of the URL map; the last of each is found nowhere, so that the view asks the database.
PARTS = {
    "int": ("1", str(2**63), "9" * 30),
    "str": ("1", "٣", "①", "9" * 30, "_00"),
    "slug": ("1", "x", "9" * 30),
    "path": ("1", "٣", "9" * 30, "_00"),
    "yyyy": ("2018", "0000", "9999"),
    "mm": ("03", "00", "99"),
    "dd": ("27", "00", "99"),
    "feed": ("rss",),
}


@pytest.fixture
def staff() -> Client:
    """An administrator's browser, with a row or two of everything."""
    make_byline(make_article(category=make_category(), lead_image=make_image()), make_author())
    make_membership(make_bloc(), make_agency(), decision=make_decision())
    make_covenant()
    make_version(make_document())
    for make in (make_consultation, make_library_document, make_published, make_page):
        make()
    client = Client(raise_request_exception=False)
    client.force_login(make_administrator())
    return client


def fault(response: Any) -> str:
    """What went wrong, in one line; empty when nothing did."""
    if response.status_code < 500:
        return ""
    return repr(response.exc_info[1])[:200] if response.exc_info else str(response.status_code)


def faults(client: Client, addresses: list[str]) -> dict[str, str]:
    found = {address[:120]: fault(client.get(address)) for address in addresses}
    return {address: text for address, text in found.items() if text}


def routes(patterns: list[Any], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route


def addresses_of(route: str) -> Iterator[str]:
    """Each part in turn is hostile while the others are ordinary."""
    parts = _PART.findall(route)
    for place, (kind, _name) in enumerate(parts):
        for hostile in PARTS.get(kind or "str", ("1",)):
            chosen = [
                hostile if at == place else PARTS.get(other or "str", ("1",))[0] for at, (other, _) in enumerate(parts)
            ]
            each = iter(chosen)
            yield "/" + quote(_PART.sub(lambda _, each=each: next(each), route))


def test_no_url_breaks(staff: Client) -> None:
    known = [route for route in routes(get_resolver().url_patterns) if "(" not in route and "^" not in route]
    addresses = list(dict.fromkeys(address for route in known for address in addresses_of(route)))
    assert len(addresses) > 300
    assert faults(staff, addresses) == {}


def hostile_filters(model_admin: admin.ModelAdmin) -> Iterator[dict[str, str]]:
    """What the list of a model can be asked in its URL."""
    given = [each[0] if isinstance(each, tuple) else each for each in model_admin.list_filter]
    for name in {name for name in given if isinstance(name, str)} | {"id"}:
        yield from ({f"{name}{lookup}": "9" * 20} for lookup in ("__exact", "__in"))
    for field in model_admin.model._meta.fields:
        if isinstance(field, models.DateField):
            yield from ({f"{field.name}__year": year} for year in ("99999999", "①"))
            yield {f"{field.name}__gte": "0001-01-01 00:00+14:00"}
    yield from ({"q": "a " * 1500}, {"p": "9" * 20}, {"o": "9" * 20})


def test_no_list_breaks(staff: Client) -> None:
    addresses = [
        f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/?{urlencode(asked)}"
        for model, model_admin in admin.site._registry.items()
        for asked in hostile_filters(model_admin)
    ]
    assert faults(staff, addresses) == {}


def test_no_page_of_staff_breaks(staff: Client) -> None:
    pages = {
        "/quan-tri/images/image/chon/": ("q", "trang", "truoc", "sau", "CKEditorFuncNum"),
        "/quan-tri/images/image/loi-ta/": ("co", "trang"),
        "/quan-tri/images/image/tai-nhieu/": ("co",),
        "/quan-tri/news/article/1/lich-su/": ("trang",),
        "/quan-tri/news/article/1/lich-su/so-sanh/": ("tu", "den", "voi"),
        "/quan-tri/pages/page/1/lich-su/so-sanh/": ("tu", "den"),
        "/quan-tri/emulation/bloc/1/thanh-vien/": ("ngay", "co-quan"),
        "/quan-tri/emulation/bloc/1/thao-tac/ket-nap/": ("ngay", "co-quan", "khoi"),
        "/quan-tri/emulation/blocdocument/1/so-sanh/": ("cu", "moi"),
        "/quan-tri/audit/auditentry/": ("q", "action", "user", "since", "until", "kind", "id", "truoc"),
        "/quan-tri/audit/auditentry/xuat-csv/": ("since", "until", "user"),
        "/quan-tri/autocomplete/": ("term", "field_name", "model_name", "app_label"),
        "/ban-lam-viec/bao-cao/": ("tu", "den"),
        "/ban-lam-viec/bao-cao.xlsx": ("tu", "den"),
        "/ban-lam-viec/lich/": ("thang",),
        "/ban-lam-viec/thong-bao/": ("trang", "truoc"),
        "/tim-kiem/": ("q", "trang", "nam", "tu", "den", "chuyen-muc", "loai"),
        "/van-ban/": ("q", "nam", "tu", "den", "loai", "trang"),
        "/hoi-dap/": ("q", "linh-vuc", "trang", "truoc"),
        "/hoi-dap/theo-doi/": ("ma",),
        "/khoi-thi-dua/": ("nam",),
        "/co-cau-to-chuc/": ("ngay",),
        "/tin-tuc/": ("ngay", "trang", "truoc", "sau"),
    }
    hostile = (*NUMBERS, *TYPED, "01/01/1900")
    addresses = [
        f"{page}?{urlencode({name: text})}" for page, names in pages.items() for name in names for text in hostile
    ]
    assert faults(staff, addresses) == {}


def filled(page: str, text: str) -> dict[str, str]:
    """Every field of a page's forms with a hostile text in it; what counts the rows of a formset stays."""
    fields = html.fromstring(page).xpath(
        "//form[@method='post']//*[self::input or self::textarea or self::select][@name]"
    )
    kept = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    return {
        field.get("name"): field.get("value", "") if field.get("name").endswith(kept) else text
        for field in fields
        if field.get("type") not in {"file", "submit", "checkbox", "button"} and "__prefix__" not in field.get("name")
    }


@pytest.mark.parametrize("text", TYPED)
def test_no_form_breaks(staff: Client, text: str) -> None:
    found = {}
    for model in admin.site._registry:
        page = f"/quan-tri/{model._meta.app_label}/{model._meta.model_name}/"
        row = model._default_manager.order_by("pk").first()
        for address in (f"{page}add/", *([f"{page}{row.pk}/change/"] if row else [])):
            shown = staff.get(address)
            if shown.status_code == 200 and (told := fault(staff.post(address, filled(shown.content.decode(), text)))):
                found[address] = told
    for address in ("/hoi-dap/gui/", "/lay-y-kien/1/gop-y/", "/dang-nhap/", "/quan-tri/news/article/nhip/"):
        names = (
            "name",
            "email",
            "text",
            "topic",
            "page",
            "shown_as",
            "username",
            "password",
            "person",
            "next",
            "title",
        )
        if told := fault(staff.post(address, dict.fromkeys(names, text))):
            found[address] = told
    for name in (
        "_recover",
        "_merge",
        "_revision",
        "_base",
        "_key",
        "revision_number",
        "action",
        "_selected_action",
        "revoke",
    ):
        for address in ("/quan-tri/news/article/add/", "/quan-tri/news/article/1/change/", "/quan-tri/news/article/"):
            if told := fault(staff.post(address, {name: text, "title": "x"})):
                found[f"{address} {name}"] = told
    assert found == {}


def test_postgresql_would_refuse_a_nul() -> None:
    """What the tests above hold means something on this database only if it does."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes a NUL")
    with pytest.raises(Exception, match="NUL"):
        next(iter(admin.site._registry))._default_manager.extra(where=["%s = ''"], params=["\0"]).exists()
