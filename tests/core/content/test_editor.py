"""The hardening of the editor, point by point (docs/adr/0001-editor.md)."""

import ast
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import ckeditor
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.checks import run_checks
from django.forms import Media
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from news.models import Article
from portal.core.content import editor, rich_text
from portal.core.content.editor import EditorWidget, RichTextFormField
from tests.factories import make_administrator

ROOT = Path(settings.BASE_DIR)
SENDS_TEXT_ELSEWHERE = {"scayt", "wsc", "exportpdf"}
NOT_FOR_NEWS = {"iframe", "forms", "flash", "templates", "preview", "newpage", "save", "print", "smiley", "about"}


@pytest.fixture
def config() -> dict[str, Any]:
    """What the browser is given: read from the widget's own markup."""
    markup = EditorWidget().render("body", "", {"id": "id_body"})
    return json.loads(unescape(re.search(r'data-config="([^"]*)"', markup)[1]))


def words(text: str) -> set[str]:
    return {word.strip() for word in text.split(",")}


class TestOneModuleKnowsTheEditor:
    def sources(self) -> Iterator[Path]:
        for section in ("portal", "news", "emulation"):
            yield from (ROOT / section).rglob("*.py")

    def test_nothing_else_imports_it(self) -> None:
        importers = set()
        for path in self.sources():
            for node in ast.walk(ast.parse(path.read_text())):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                if any(name.split(".")[0].startswith("ckeditor") for name in names):
                    importers.add(path.relative_to(ROOT).as_posix())
        assert importers == {"portal/core/content/editor.py"}

    def test_every_rich_text_form_uses_our_widget(self) -> None:
        field = Article._meta.get_field("body").formfield()
        assert isinstance(field, RichTextFormField)
        assert isinstance(field.widget, EditorWidget)
        assert isinstance(Article._meta.get_field("body"), rich_text.RichTextField)


class TestConfiguration:
    def test_what_sends_the_text_elsewhere_is_removed(self, config: dict[str, Any]) -> None:
        assert words(config["removePlugins"]) >= SENDS_TEXT_ELSEWHERE | NOT_FOR_NEWS
        assert not (SENDS_TEXT_ELSEWHERE | NOT_FOR_NEWS) & words(config["extraPlugins"])

    def test_it_asks_its_vendor_nothing(self, config: dict[str, Any]) -> None:
        assert config["versionCheck"] is False

    def test_its_own_filter_is_on_and_never_wide_open(self, config: dict[str, Any]) -> None:
        assert isinstance(config["allowedContent"], str)
        assert "*" not in config["allowedContent"]
        assert {"fullPage", "extraAllowedContent", "protectedSource"}.isdisjoint(config)
        for tag in ("script", "style", "iframe", "object", "embed", "*[on*]"):
            assert tag in config["disallowedContent"]

    def test_it_offers_no_tag_that_the_server_would_drop(self, config: dict[str, Any]) -> None:
        offered = set(re.findall(r"\b[a-z][a-z0-9]*\b", re.sub(r"\[.*?\]|\(.*?\)", "", config["allowedContent"])))
        assert offered <= rich_text.TAGS

    def test_the_text_lives_in_the_page_and_images_need_words(self, config: dict[str, Any]) -> None:
        assert "divarea" in words(config["extraPlugins"])
        assert "wysiwygarea" in words(config["removePlugins"])
        assert config["image2_altRequired"] is True

    def test_vietnamese_is_written_as_it_is(self, config: dict[str, Any]) -> None:
        assert config["entities"] is False
        assert config["language"] == "vi"

    def test_nobody_edits_the_source(self, config: dict[str, Any]) -> None:
        assert "Source" not in [button for group in config["toolbar"] for button in group]

    def test_the_placeholder_of_an_upload_passes_its_filter(self, config: dict[str, Any]) -> None:
        image = re.search(r"img\[(.*?)\]", config["allowedContent"])[1].split(",")
        assert {"data-widget", "data-cke-upload-id"} <= set(image)
        assert "data-" not in rich_text.clean_html('<img src="/media/a.png" data-widget="x" data-cke-upload-id="1">')

    def test_images_go_to_our_own_view(self, config: dict[str, Any]) -> None:
        assert config["imageUploadUrl"] == config["filebrowserImageUploadUrl"] == "/quan-tri/images/image/tai-len/"
        assert "filebrowserBrowseUrl" not in config


class TestWords:
    """What the editor says is Vietnamese: its own file of words, and ours for what stands there in English."""

    # Keys of a keyboard, and messages of plugins that are removed.
    NOT_SHOWN = ("common.keyboard.", "versionCheck.")

    def translated_by(self, path: Path) -> dict[str, str]:
        text = path.read_text(encoding="utf-8-sig")
        start = text.index("{", text.index("CKEDITOR.lang["))
        return self.flat(json.loads(text[start:].strip().rstrip(";")))

    def flat(self, words: dict[str, Any], prefix: str = "") -> dict[str, str]:
        found: dict[str, str] = {}
        for key, value in words.items():
            found |= self.flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {prefix + key: value}
        return found

    def ours(self) -> dict[str, str]:
        text = (ROOT / "static/js/admin/editor-translations.js").read_text()
        return self.flat(json.loads(re.search(r"const TRANSLATIONS = (\{.*?\n  \});", text, re.DOTALL)[1]))

    def test_no_word_of_the_plugins_in_use_is_english(self) -> None:
        folder = Path(ckeditor.__file__).parent / "static/ckeditor/ckeditor/lang"
        english, vietnamese = self.translated_by(folder / "en.js"), self.translated_by(folder / "vi.js") | self.ours()
        removed = tuple(f"{name}." for name in words(editor.CKEDITOR_CONFIG["removePlugins"]))
        unused = ("codesnippet.", "copyformatting.", "language.", "docprops.", "colorbutton.", "div.", "fakeobjects.")
        said_in_english = {
            key
            for key, text in english.items()
            if vietnamese.get(key, text) == text and not key.startswith((*self.NOT_SHOWN, *removed, *unused))
        }
        assert said_in_english == set()

    def test_ours_stand_for_words_that_the_editor_knows(self) -> None:
        folder = Path(ckeditor.__file__).parent / "static/ckeditor/ckeditor/lang"
        assert set(self.ours()) <= set(self.translated_by(folder / "en.js"))


class TestPolicy:
    def test_the_relaxation_stops_at_inline_handlers_and_styles(self) -> None:
        assert editor.EDITOR_CSP == {
            "script-src-attr": ["'unsafe-inline'"],
            "style-src": ["'unsafe-inline'"],
            "img-src": ["data:", "blob:"],
        }

    def test_our_script_stands_behind_the_editors(self) -> None:
        scripts = [str(script) for script in (Media() + EditorWidget().media)._js]
        order = [next(n for n, text in enumerate(scripts) if name in text) for name in ("ckeditor.js", "editor-upload")]
        assert order == sorted(order)


class TestNotMounted:
    def views(self, resolver: URLResolver) -> Iterator[Any]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from self.views(pattern)
            elif isinstance(pattern, URLPattern):
                yield pattern.callback

    def test_no_view_of_the_package_answers(self) -> None:
        modules = {getattr(view, "__module__", "") or "" for view in self.views(get_resolver())}
        assert not [name for name in modules if name.startswith("ckeditor")]

    @pytest.mark.parametrize("app", ["ckeditor_uploader", "ckeditor_demo"])
    def test_its_other_apps_are_not_installed(self, app: str) -> None:
        assert app not in settings.INSTALLED_APPS


class TestWarning:
    def test_the_packages_own_warning_is_known_and_silenced_by_name(self) -> None:
        assert "ckeditor.W001" in settings.SILENCED_SYSTEM_CHECKS
        with override_settings(SILENCED_SYSTEM_CHECKS=[]):
            assert "ckeditor.W001" in {message.id for message in run_checks()}


@pytest.mark.django_db
def test_exactly_the_forms_with_an_editor_are_relaxed(client: Client) -> None:
    client.force_login(make_administrator())
    with_editor = set()
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        response = client.get(reverse(name))
        if response.status_code != 200:
            continue
        has_editor = b'data-type="ckeditortype"' in response.content
        assert ("unsafe-inline" in response.headers["Content-Security-Policy"]) == has_editor, name
        if has_editor:
            with_editor.add(model._meta.label)
    assert {"news.Article", "emulation.Covenant", "emulation.Meeting"} <= with_editor
