"""`make messages`: the English catalogue, brought up to date with what public pages can say.

Python modules are read by their syntax trees and templates by the framework's own parser, so that nothing needs gettext
installed. What only staff see is left out: STAFF_ONLY names those places, everything else counts as public.
"""

import ast
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import django
import polib

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "portal/locale/en/LC_MESSAGES/django.po"
ROOMS = ("portal", "news", "emulation")
# Folders, modules and templates that no reader without an account ever sees, pages that have no English twin, and what
# is stored when it is made (the index, rendered bodies), which stays Vietnamese.
STAFF_ONLY = (
    *("portal/accounts", "portal/api", "portal/desk", "portal/management", "portal/redirects", "portal/admin_site.py"),
    *("portal/search/sources.py", "portal/kit/presentation.py"),
    *("portal/kit/editor.py", "portal/kit/pictures.py", "portal/kit/uploads.py"),
    *("news/admin", "news/checking", "news/comparing", "news/demo", "news/importing", "news/management"),
    *("news/alternatives.py", "news/correcting.py", "news/desk.py", "news/feeds.py", "news/forms.py"),
    *(
        "news/notices.py",
        "news/picture_forms.py",
        "news/picturing.py",
        "news/preview_links.py",
        "news/preview_views.py",
    ),
    *("news/publishing.py", "news/report_sheets.py", "news/report_views.py", "news/reporting.py", "news/workflow.py"),
    *("news/writing.py", "news/models/notices.py", "news/models/pictures.py", "news/models/revisions.py"),
    *("emulation/admin", "emulation/demo", "emulation/forms", "emulation/importing", "emulation/management"),
    *("emulation/appointing.py", "emulation/calendars.py", "emulation/drafting.py", "emulation/guards.py"),
    *("emulation/rearranging.py", "emulation/registering.py", "emulation/reorganising.py", "emulation/seals.py"),
    *("emulation/signing.py", "emulation/rules"),
    *("templates/accounts", "templates/admin", "templates/api", "templates/desk"),
    # Pages without an English twin.
    *("portal/style_guide", "templates/style_guide", "templates/news/article_saved.html"),
    # What the admin alone says of the rooms that have one, and what is stored or sent, which is Vietnamese.
    *("portal/library/admin.py", "portal/library/demo", "portal/library/feeds.py", "portal/library/files.py"),
    *("portal/library/publishing.py", "portal/library/references.py"),
    *("portal/consultations/admin.py", "portal/consultations/consulting.py", "portal/consultations/demo"),
    *("portal/consultations/feeds.py", "portal/questions/feeds.py"),
    *("portal/consultations/desk.py", "portal/consultations/management", "portal/consultations/moderating.py"),
    *("portal/questions/admin.py", "portal/questions/answering.py", "portal/questions/demo"),
    *("portal/questions/desk.py", "portal/questions/letters.py", "portal/questions/management"),
    *("portal/questions/naming.py", "portal/questions/staff_forms.py", "portal/questions/workflow.py"),
    *("portal/visits/demo", "portal/visits/management"),
    *("portal/admin_menu.py", "portal/organisation/admin.py", "portal/organisation/forms.py"),
    *("portal/organisation/appointing.py", "portal/organisation/guards.py", "portal/organisation/demo"),
    *("portal/site/admin", "portal/site/demo.py", "portal/site/editing.py", "portal/site/paths.py"),
    *("portal/site/models/revisions.py", "portal/site/models/identity.py", "portal/site/models/pages.py"),
    *(
        "portal/kit/act_admin.py",
        "portal/kit/act_forms.py",
        "portal/kit/admin_widgets.py",
        "portal/kit/autocomplete.py",
    ),
    "portal/kit/periods.py",
    *("templates/news/shared_preview.html", "templates/news/shared_preview_closed.html"),
)
_FUNCTIONS = {"_", "_now", "gettext", "gettext_lazy", "gettext_noop"}
_PLURAL_FUNCTIONS = {"ngettext", "ngettext_lazy"}
_CHOICES = {"TextChoices", "IntegerChoices", "Choices"}


class Message(NamedTuple):
    """A text as the code has it; ``plural`` where the number of things decides."""

    text: str
    plural: str = ""


def public_messages() -> dict[Message, set[str]]:
    """Every text that a public page can show, with the files that have it."""
    found: dict[Message, set[str]] = defaultdict(set)
    for path in _public(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for message in _of_module(path):
            found[message].add(str(path.relative_to(ROOT)))
    for path in _public((ROOT / "templates").rglob("*.html")):
        for message in _of_template(path):
            found[message].add(str(path.relative_to(ROOT)))
    return dict(found)


def _public(paths: Iterable[Path]) -> Iterator[Path]:
    staff = tuple(f"{place}/" for place in STAFF_ONLY)
    for path in sorted(paths):
        if not f"{path.relative_to(ROOT)}/".startswith(staff) and "migrations" not in path.parts:
            yield path


def _of_module(path: Path) -> Iterator[Message]:
    tree: ast.AST = ast.parse(path.read_text())
    # Of a model readers see its choices and what it says of itself; names of fields, help and refusals are the admin's.
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
    """The choices among a module's classes, and what its properties and functions answer."""
    nodes = list(ast.walk(model_module))
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    choices = [node for node in classes if _CHOICES & {ast.unparse(base).rpartition(".")[2] for base in node.bases}]
    return [*choices, *(node for node in nodes if isinstance(node, ast.Return))]


def _of_template(path: Path) -> Iterator[Message]:
    from django.template import engines
    from django.template.base import Node, Variable
    from django.templatetags.i18n import BlockTranslateNode, TranslateNode

    for node in engines["django"].from_string(path.read_text()).template.nodelist.get_nodes_by_type(Node):
        if isinstance(node, BlockTranslateNode):
            plural = node.render_token_list(node.plural)[0] if node.plural else ""
            yield Message(node.render_token_list(node.singular)[0], plural)
        for value in vars(node).values():
            variable = getattr(value, "var", None)
            if isinstance(variable, Variable) and (variable.translate or isinstance(node, TranslateNode)):
                yield Message(str(variable.literal).replace("%", "%%"))


def refresh(catalogue: polib.POFile) -> polib.POFile:
    """The catalogue with exactly the messages of today: known translations kept, new ones empty, the others gone."""
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
