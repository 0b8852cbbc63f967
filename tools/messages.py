"""`make messages`: updates the English catalogue with the texts of public pages.

Python modules are parsed by ``ast`` and templates by Django's own parser, so that gettext is not needed. Texts for
staff only are left out: STAFF_ONLY lists those files, all others count as public.
"""

import ast
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import django
import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "portal/locale/en/LC_MESSAGES/django.po"
SECTIONS = ("portal", "news", "emulation")
# Folders and modules of every app that only staff see.
STAFF_ONLY_NAMES = frozenset(
    {
        *("admin", "admin.py", "apps.py", "dashboard", "dashboard.py", "dashboard_panel.html", "dashboard_sections.py"),
        *("dashboard_views.py", "demo_data", "importers", "management"),
        *("setup_guide.html", "setup_steps.py", "standard_pages.py"),
    }
)
# The same of single apps, pages without an English version, and what is rendered when stored (the index, bodies), which
# stays Vietnamese.
STAFF_ONLY = (
    *("portal/accounts", "portal/api", "portal/core/api", "portal/audit", "portal/redirects"),
    *("portal/core/content/rich_text_rendering.py", "portal/core/content/editor.py"),
    *("portal/core/content/image_processing.py", "portal/core/content/uploads.py", "portal/core/limited_process.py"),
    *("news/content_checks", "portal/core/diff", "portal/images/alt_text.py", "news/corrections.py", "news/feeds.py"),
    *("news/forms.py", "news/notices.py", "portal/images/forms.py", "portal/images/services.py"),
    *("news/preview_links.py", "news/preview_views.py"),
    *("news/services.py", "news/report_workbook.py", "news/report_views.py", "news/reports.py", "news/workflow.py"),
    *("news/autosave.py", "news/models/notices.py", "portal/images/models.py", "news/models/revisions.py"),
    *("emulation/forms", "emulation/leadership.py", "emulation/year_calendar.py", "emulation/documents.py"),
    *("emulation/constraints.py", "emulation/bloc_changes.py", "emulation/registrations.py"),
    *("emulation/agency_changes.py", "emulation/immutability.py", "emulation/covenants.py", "emulation/rules"),
    # Descriptions of the API.
    *("emulation/api", "news/api.py", "portal/documents/api.py", "portal/organisation/api.py"),
    # Labels of the audit log.
    *("emulation/audit_log.py", "emulation/awards_loader.py"),
    *("templates/accounts", "templates/api"),
    # Pages without an English version.
    *("portal/style_guide", "templates/style_guide", "templates/news/article_offline_copy.html"),
    # Texts of the admin, of stored content and of e-mails, which are Vietnamese.
    "portal/documents/feeds.py",
    *("portal/core/content/attached_files.py", "portal/core/content/private_files.py", "portal/core/publishing.py"),
    *("portal/documents/services.py", "portal/documents/references.py", "portal/consultations/services.py"),
    *("portal/consultations/feeds.py", "portal/questions/feeds.py", "portal/consultations/moderation.py"),
    *("portal/questions/services.py", "portal/questions/emails.py", "portal/questions/display_names.py"),
    *("portal/questions/staff_forms.py", "portal/questions/workflow.py"),
    *("portal/organisation/forms.py", "portal/organisation/appointments.py", "portal/organisation/constraints.py"),
    *("portal/pages/services.py", "portal/pages/paths.py", "portal/pages/models/revisions.py"),
    *("portal/pages/models/identity.py", "portal/pages/models/pages.py"),
    *("portal/core/db/periods.py", "portal/core/db/revisions.py"),
    *("templates/news/shared_preview.html", "templates/news/shared_preview_closed.html"),
)
_FUNCTIONS = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL_FUNCTIONS = {"ngettext", "ngettext_lazy"}
_CHOICES = {"TextChoices", "IntegerChoices", "Choices"}


class Message(NamedTuple):
    """A text of the code; ``plural`` if it depends on a number."""

    text: str
    plural: str = ""


def public_messages() -> dict[Message, set[str]]:
    """Every text of public pages, with the files that contain it."""
    found: dict[Message, set[str]] = defaultdict(set)
    for path in _public(path for section in SECTIONS for path in (ROOT / section).rglob("*.py")):
        for message in _of_module(path):
            found[message].add(str(path.relative_to(ROOT)))
    for path in _public((ROOT / "templates").rglob("*.html")):
        for message in _of_template(path):
            found[message].add(str(path.relative_to(ROOT)))
    return dict(found)


def _public(paths: Iterable[Path]) -> Iterator[Path]:
    staff = tuple(f"{place}/" for place in STAFF_ONLY)
    for path in sorted(paths):
        name = path.relative_to(ROOT)
        if f"{name}/".startswith(staff) or STAFF_ONLY_NAMES & set(name.parts) or "migrations" in name.parts:
            continue
        yield path


def _of_module(path: Path) -> Iterator[Message]:
    tree: ast.AST = ast.parse(path.read_text())
    # Of a model, public pages show choices and return values; field names, help texts and errors are for the admin.
    roots = _shown_by(tree) if "models" in path.relative_to(ROOT).with_suffix("").parts else [tree]
    for node in (node for root in roots for node in ast.walk(root)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if name in _FUNCTIONS and texts:
            yield Message(texts[0])
        elif name in _PLURAL_FUNCTIONS and len(texts) > 1:
            yield Message(texts[0], texts[1])


def _shown_by(model_module: ast.AST) -> list[ast.AST]:
    """The choices in a module's classes, and the bodies of its properties and functions."""
    nodes = list(ast.walk(model_module))
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    choices = [node for node in classes if _CHOICES & {ast.unparse(base).rpartition(".")[2] for base in node.bases}]
    return [*choices, *(node for node in nodes if isinstance(node, ast.Return))]


def _of_template(path: Path) -> Iterator[Message]:
    from django.template import engines
    from django.template.base import Node, Variable
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    compiled: Any = engines["django"].from_string(path.read_text())
    for node in compiled.template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, BlockTranslateNode):
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield Message(node.render_token_list(node.singular)[0], plural)
        for value in vars(node).values():
            variable = getattr(value, "var", None)
            if isinstance(variable, Variable) and (variable.translate or isinstance(node, TranslateNode)):
                yield Message(str(variable.literal).replace("%", "%%"))


def refresh(catalogue: polib.POFile) -> polib.POFile:
    """The catalogue with exactly the current messages: new ones are empty, old ones removed."""
    known = {Message(entry.msgid, entry.msgid_plural): entry for entry in catalogue}
    fresh = polib.POFile(wrapwidth=116)
    fresh.metadata, fresh.header = catalogue.metadata, catalogue.header
    for message, files in sorted(public_messages().items(), key=lambda item: (min(item[1]), item[0])):
        entry = known.get(message) or polib.POEntry(msgid=message.text, msgid_plural=message.plural)
        if message.plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        is_python = any(file.endswith(".py") for file in files)
        entry.flags = [flag for flag in entry.flags if flag != "python-format"]
        if "%(" in message.text or (is_python and "%" in message.text):
            entry.flags.append("python-format")
        entry.occurrences = [(file, "") for file in sorted(files)]
        fresh.append(entry)
    return fresh


def missing(catalogue: polib.POFile) -> list[str]:
    return [entry.msgid for entry in catalogue if not entry.translated()]


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    sys.path.insert(0, str(ROOT))
    django.setup()
    catalogue = refresh(polib.pofile(str(CATALOGUE)))
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(CATALOGUE.with_suffix(".mo")))
    print(f"{len(catalogue)} messages in {CATALOGUE.relative_to(ROOT)}")
    for text in missing(catalogue):
        print(f"not translated: {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
