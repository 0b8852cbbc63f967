"""What every public template, stylesheet and vendored file keeps to, and the tags that templates are written with."""

import base64
import datetime as dt
import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template import engines
from django.template.base import Lexer, Template, TokenType
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString
from PIL import Image as PILImage

from portal.core.http.csp import PageCSPMiddleware
from portal.core.templatetags.datetimes import is_more_than_a_minute_after
from portal.core.templatetags.rich_text import rendered_richtext
from portal.images.models import Image
from portal.pages import navigation
from tests.factories import make_category, make_image

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "templates"
# Django's admin has a dialect of its own; its overrides follow it.
TEMPLATES = sorted(path for path in FOLDER.rglob("*.html") if "admin" not in path.relative_to(FOLDER).parts)
WITH_THE_ADMINS = sorted(FOLDER.rglob("*.html"))
CODE = sorted(path for section in ("portal", "news", "emulation") for path in (ROOT / section).rglob("*.py"))
# JSON in which nothing is left that could end its element; HTML that was cleaned when it was stored; stylesheets of
# ours, of which tests/core/content/test_inline_css.py says the same.
TRUSTING_MODULES = [ROOT / f"portal/core/templatetags/{name}.py" for name in ("inline_css", "page_heads", "rich_text")]
STYLESHEETS = sorted((ROOT / "static/css").glob("*.css"))
# Each file a public page waits for; a file that imports another makes it wait twice.
PUBLIC_STYLESHEETS = [path for path in STYLESHEETS if not path.name.startswith(("admin", "sign-in-dialog"))]
# Those that are drawn with the tokens; a saved file stands alone.
DRAWN_STYLESHEETS = [path for path in PUBLIC_STYLESHEETS if path.name not in {"tokens.css", "offline-copy.css"}]
VENDORED = sorted(path for path in (ROOT / "static/vendor").iterdir() if path.is_dir())

# What makes Django trust text as HTML: in templates, and in code that templates call.
TRUST_IN_TEMPLATES = re.compile(r"\|\s*(?:safe|safeseq)\b|\{%\s*autoescape\s+off")
TRUST_IN_CODE = re.compile(r"\bmark_safe\b|\bSafeString\(|\bSafeText\(|\bautoescape\s*=\s*False")


def names(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tags(source: str, kind: str) -> list[list[str]]:
    """The words of every ``{% kind … %}`` in a template."""
    tokens = Lexer(source).tokenize()
    found = [token.split_contents() for token in tokens if token.token_type == TokenType.BLOCK]
    return [words for words in found if words[0] == kind]


def open_includes(source: str) -> list[str]:
    """The includes that hand over more than the names they say."""
    return [" ".join(words) for words in tags(source, "include") if words[-1] != "only"]


def timestamps_by_letters(source: str) -> list[str]:
    """What machines are told of a time by format letters, of which none writes what HTML asks; days they can write."""
    return [
        told
        for told in re.findall(r'datetime="(\{\{.*?\}\})"', source)
        if "w3c_datetime" not in told and ".isoformat" not in told and "|date:'Y-m-d'" not in told
    ]


def loads_are_tidy(source: str) -> bool:
    """Every ``{% load %}`` before the first use, its libraries in order and none twice, as djade writes them."""
    loads = [words[1:] for words in tags(source, "load")]
    libraries = [library for words in loads for library in words]
    return libraries == sorted(set(libraries))


# A block of data, which no browser runs and no policy refuses: the one kind of script without an address.
LINKED_DATA = "application/ld+json"


class InlineCode(HTMLParser):
    """Collects what a strict Content-Security-Policy would refuse. Template tags are removed before it reads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        is_run = tag == "script" and "src" not in given and given.get("type") != LINKED_DATA
        if tag == "style" or is_run:
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                self.found.append(f"<{tag} {name}>")

    handle_startendtag = handle_starttag


def inline_code(source: str) -> list[str]:
    parser = InlineCode()
    # A tag inside a start tag ({% if %} style="…"{% endif %}) must not hide the attribute behind it.
    parser.feed(re.sub(r"\{%.*?%\}|\{#.*?#\}", " ", re.sub(r"\{\{.*?\}\}", "value", source)))
    parser.close()
    return parser.found


class TestTemplates:
    def test_there_are_some(self) -> None:
        assert len(TEMPLATES) > 20

    @pytest.mark.parametrize("path", TEMPLATES, ids=names)
    def test_every_include_says_what_it_passes(self, path: Path) -> None:
        assert open_includes(path.read_text()) == []

    @pytest.mark.parametrize("path", TEMPLATES, ids=names)
    def test_loads_are_sorted_and_once(self, path: Path) -> None:
        assert loads_are_tidy(path.read_text())

    @pytest.mark.parametrize("path", TEMPLATES, ids=names)
    def test_holds_no_script_and_no_style(self, path: Path) -> None:
        assert inline_code(path.read_text()) == []

    @pytest.mark.parametrize("path", TEMPLATES, ids=names)
    def test_trusts_no_text_by_itself(self, path: Path) -> None:
        assert TRUST_IN_TEMPLATES.findall(path.read_text()) == []

    @pytest.mark.parametrize("path", WITH_THE_ADMINS, ids=names)
    def test_tells_machines_times_as_they_read_them(self, path: Path) -> None:
        assert timestamps_by_letters(path.read_text()) == []

    @pytest.mark.parametrize("path", TEMPLATES, ids=names)
    def test_is_sound_and_its_parts_exist(self, path: Path) -> None:
        template = engines["django"].get_template(str(path.relative_to(FOLDER)))
        assert isinstance(template.template, Template)
        for words in tags(path.read_text(), "include"):
            assert (FOLDER / words[1].strip("\"'")).is_file(), words[1]

    @pytest.mark.parametrize("path", TEMPLATES, ids=names)
    def test_only_a_page_of_rich_text_trusts_html(self, path: Path) -> None:
        used = re.findall(r"\{\{\s*([\w.]+)\|rendered_richtext", path.read_text())
        assert all(variable.endswith("_rendered") for variable in used), used

    def test_no_component_lies_unused(self) -> None:
        # /phong-cach/ shows every component, used or not. components/image.html is what the {% responsive_image %} tag renders.
        pages = [path for path in TEMPLATES if path.parent.name != "style_guide"]
        used = {words[1].strip("\"'") for path in pages for words in tags(path.read_text(), "include")}
        components = {str(path.relative_to(FOLDER)) for path in (FOLDER / "components").glob("*.html")}
        assert components - used == {"components/image.html"}


class TestTheRulesThemselves:
    """Each rule above finds what it is there to find."""

    @pytest.mark.parametrize(
        "source", ['{% include "a.html" %}', '{% include "a.html" with b=c %}', "{% include name with only=b %}"]
    )
    def test_an_open_include_is_found(self, source: str) -> None:
        assert open_includes(source)

    @pytest.mark.parametrize("form", ["c", "Y-m-d\\TH:i:sO", "Y-m-d\\TH:i:sP"])
    def test_a_time_by_format_letters_is_found(self, form: str) -> None:
        assert timestamps_by_letters(f"""<time datetime="{{{{ made_at|date:'{form}' }}}}">""")

    def test_a_time_by_its_filter_is_not(self) -> None:
        assert not timestamps_by_letters('<time datetime="{{ made_at|w3c_datetime }}">')
        assert not timestamps_by_letters("""<time datetime="{{ day|date:'Y-m-d' }}">""")

    @pytest.mark.parametrize(
        "source", ["{% load static i18n %}", "{% load static %}{% load i18n %}", "{% load i18n i18n %}"]
    )
    def test_an_untidy_load_is_found(self, source: str) -> None:
        assert not loads_are_tidy(source)

    @pytest.mark.parametrize(
        "source",
        [
            "<script>alert(1)</script>",
            "<style>p{}</style>",
            '<p{% if a %} style="color: red"{% endif %}>',
            '<img src="{{ a }}" onerror="b()">',
            '<a href=" javascript:b()">',
        ],
    )
    def test_inline_code_is_found(self, source: str) -> None:
        assert inline_code(source)

    def test_a_script_of_ours_is_no_inline_code(self) -> None:
        assert inline_code("""<script type="module" src="{% static 'js/a.js' %}"></script>""") == []

    def test_linked_data_is_no_code(self) -> None:
        assert inline_code('<script type="application/ld+json">{{ data|json_ld_script }}</script>') == []

    @pytest.mark.parametrize(
        "source",
        [
            '<script type="module">a()</script>',
            '<script type="application/json">{}</script>',
            '<script type="application/ld+json" onload="a()">{}</script>',
        ],
    )
    def test_nothing_else_passes_as_linked_data(self, source: str) -> None:
        assert inline_code(source)

    @pytest.mark.parametrize("source", ["{{ a|safe }}", "{{ a|lower| safe }}", "{% autoescape off %}"])
    def test_trust_in_a_template_is_found(self, source: str) -> None:
        assert TRUST_IN_TEMPLATES.search(source)


class TestTrust:
    def test_three_tags_trust_what_they_are_given(self) -> None:
        trusting = [path for path in CODE if TRUST_IN_CODE.search(path.read_text())]
        assert trusting == TRUSTING_MODULES

    def test_the_filter_leaves_the_text_as_it_is(self) -> None:
        trusted = rendered_richtext("<p>Giao ước &amp; thi đua</p>")
        assert isinstance(trusted, SafeString)
        assert trusted == "<p>Giao ước &amp; thi đua</p>"


class TestStylesheets:
    @pytest.mark.parametrize("path", STYLESHEETS, ids=names)
    def test_asks_no_other_host(self, path: Path) -> None:
        assert re.findall(r"url\(\s*[\"']?(?:https?:)?//", path.read_text()) == []

    @pytest.mark.parametrize("path", PUBLIC_STYLESHEETS, ids=names)
    def test_imports_nothing(self, path: Path) -> None:
        assert "@import" not in path.read_text()

    def test_colours_stand_in_the_tokens_only(self) -> None:
        for path in DRAWN_STYLESHEETS:
            text = path.read_text()
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\b(?:rgb|hsl|oklch)a?\(", text) == [], path.name

    def test_every_token_used_is_defined(self) -> None:
        defined = set(re.findall(r"(--[\w-]+)\s*:", (ROOT / "static/css/tokens.css").read_text()))
        for path in DRAWN_STYLESHEETS:
            used = set(re.findall(r"var\((--[\w-]+)", path.read_text()))
            assert used <= defined, (path.name, used - defined)


class TestVendored:
    @pytest.mark.parametrize("folder", VENDORED, ids=names)
    def test_names_package_version_and_licence(self, folder: Path) -> None:
        readme = (folder / "README.md").read_text()
        assert re.search(r"Version \| \d+\.\d+", readme)
        assert "Licence |" in readme
        assert (folder / "LICENSE").read_text().strip()

    def test_the_typeface_is_all_there(self) -> None:
        css = ROOT / "static/css/tokens.css"
        files = re.findall(r'url\("([^"]+)"\)', css.read_text())
        assert len(files) == 2
        assert all((css.parent / file).resolve().read_bytes()[:4] == b"wOF2" for file in files)


class TestServerError:
    def test_stands_alone(self) -> None:
        source = (FOLDER / "500.html").read_text()
        assert tags(source, "load") == tags(source, "extends") == tags(source, "include") == []
        assert "{{" not in source
        assert "<h1>" in render_to_string("500.html", {})


@pytest.mark.django_db
class TestImage:
    @pytest.fixture(autouse=True)
    def request_for_a_page(self) -> None:
        self.request = RequestFactory().get("/")

    def render(self, arguments: str, **fields: object) -> str:
        source = f"{{% load images %}}{{% responsive_image stored {arguments} %}}"
        stored = make_image(**fields)
        return engines["django"].from_string(source).render({"stored": stored}, self.request)

    def policy(self) -> dict[str, list[str]]:
        response = PageCSPMiddleware(lambda request: HttpResponse())(self.request)
        return getattr(response, "_csp_update", {})

    def test_keeps_its_space_and_offers_several_widths(self) -> None:
        html = self.render('sizes="100vw"', size=(900, 600), alt="Lễ ký")
        assert 'width="900"' in html
        assert 'height="600"' in html
        assert html.count("400w") == html.count("800w") == 2
        assert 'type="image/webp"' in html
        assert 'alt="Lễ ký"' in html

    def test_a_large_size_is_written_without_a_thousands_mark(self) -> None:
        assert 'width="1200"' in self.render('sizes="100vw"', size=(1200, 800))

    def test_waits_below_the_fold(self) -> None:
        assert 'loading="lazy"' in self.render('sizes="100vw"')

    def test_the_opening_one_comes_first(self) -> None:
        html = self.render('sizes="100vw" loading="eager"')
        assert 'fetchpriority="high"' in html
        assert "lazy" not in html
        assert "data:" not in html
        assert self.policy() == {}

    def test_the_one_that_is_the_page_stands_within_it(self) -> None:
        html = self.render('sizes="100vw" loading="inline"', size=(1200, 800))
        content = re.search(r'media="[^"]+" srcset="data:image/webp;base64,(\S+) 800w"', html)
        assert content
        assert PILImage.open(io.BytesIO(base64.b64decode(content[1]))).size == (800, 533)
        assert "1200w" in html
        assert self.policy() == {"img-src": ["data:"]}

    def within(self, stored: Image) -> int | None:
        """How wide the image within the page is; nothing where there is none."""
        page = engines["django"].from_string('{% load images %}{% responsive_image stored "100vw" loading="inline" %}')
        content = re.search(r'base64,(\S+) \d+w"', page.render({"stored": stored}, self.request))
        return PILImage.open(io.BytesIO(base64.b64decode(content[1]))).width if content else None

    def test_a_narrower_one_stands_within_the_page_when_the_wide_is_heavy(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        stored = make_image(size=(1200, 800))
        narrow = stored.file.storage.size(stored.file.webp_400.removeprefix(settings.MEDIA_URL))
        monkeypatch.setattr("portal.core.content.image_processing.INLINE_MAX_BYTES", narrow)
        assert self.within(stored) == 400

    def test_none_does_when_all_are_heavy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.core.content.image_processing.INLINE_MAX_BYTES", 10)
        assert self.within(make_image(size=(1200, 800))) is None
        assert self.policy() == {}

    def test_none_does_while_its_file_is_missing(self) -> None:
        stored = make_image(size=(1200, 800))
        path = Path(stored.file.storage.path(stored.file.webp_800.removeprefix(settings.MEDIA_URL)))
        hidden = path.rename(path.with_suffix(".hidden"))
        assert self.within(stored) is None
        hidden.rename(path)
        assert self.within(stored) == 800

    def test_a_decorative_one_is_silent(self) -> None:
        assert 'alt=""' in self.render('sizes="100vw"', alt="", is_decorative=True)


class TestClearlyAfter:
    TIMESTAMP = dt.datetime(2018, 3, 27, 8, tzinfo=dt.UTC)

    @pytest.mark.parametrize(("seconds", "expected"), [(-3600, False), (0, False), (60, False), (61, True)])
    def test_needs_more_than_a_minute(self, seconds: int, expected: bool) -> None:
        assert is_more_than_a_minute_after(self.TIMESTAMP + dt.timedelta(seconds=seconds), self.TIMESTAMP) is expected

    def test_never_when_a_time_is_unknown(self) -> None:
        assert is_more_than_a_minute_after(None, self.TIMESTAMP) is False
        assert is_more_than_a_minute_after(self.TIMESTAMP, None) is False


@pytest.mark.django_db
class TestMenu:
    def entries(self) -> list[navigation.MenuItem]:
        return list(navigation.navigation(RequestFactory().get("/"))["menu"])

    def test_holds_the_top_categories_in_the_editors_order(self) -> None:
        second = make_category("Thi đua", position=2)
        make_category("Phong trào", parent=second)
        make_category("Tin hoạt động", position=1)
        assert self.entries() == [
            navigation.MenuItem("Tin tức", "/tin-tuc/"),
            navigation.MenuItem("Tin hoạt động", "/chuyen-muc/tin-hoat-dong/"),
            navigation.MenuItem("Thi đua", "/chuyen-muc/thi-dua/"),
            navigation.MenuItem("Khối thi đua", "/khoi-thi-dua/"),
            navigation.MenuItem("Văn bản", "/van-ban/"),
        ]

    def test_costs_nothing_while_fresh(self, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        make_category()
        with django_assert_num_queries(1):
            first = self.entries()
        with django_assert_num_queries(0):
            assert self.entries() == first

    def test_is_read_again_when_no_longer_kept(self) -> None:
        assert [entry.name for entry in self.entries()] == ["Tin tức", "Khối thi đua", "Văn bản"]
        make_category("Thông báo")
        cache.delete(navigation.CACHE_KEY)
        assert [entry.name for entry in self.entries()] == ["Tin tức", "Thông báo", "Khối thi đua", "Văn bản"]

    def test_a_page_without_a_menu_reads_nothing(self, django_assert_num_queries: type[CaptureQueriesContext]) -> None:
        with django_assert_num_queries(0):
            navigation.navigation(RequestFactory().get("/"))
