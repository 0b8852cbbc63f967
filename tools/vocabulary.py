"""Refuses words that only this project would use; the list and the reasons are in tools/vocabulary.toml.

Reads the names and comments of Python and JavaScript files, docstrings, and engineers' documents in Markdown.
Vietnamese text, string data and migrations are not read.
"""

import ast
import io
import re
import subprocess
import sys
import tokenize
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WORD_LIST = Path(__file__).with_suffix(".toml")
SKIPPED = ("static/vendor/", "docs/huong-dan/", "CHANGELOG.md", "tools/vocabulary.", "tests/tools/test_vocabulary.py")
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_JS_COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'])//[^\n]*", re.DOTALL)
_JS_STRING = re.compile(r"\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.DOTALL)
_MARKDOWN_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|<!--.*?-->|\"[^\"\n]*\"", re.DOTALL)


@dataclass(frozen=True)
class Rule:
    """Banned words with the standard terms to use instead."""

    banned: tuple[str, ...]
    use: str
    where: frozenset[str]
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Text:
    """A piece of a file that is checked: ``kind`` is "identifiers" or "prose"."""

    kind: str
    line: int
    text: str


def read_rules(path: Path = WORD_LIST) -> list[Rule]:
    entries = tomllib.loads(path.read_text())["word"]
    return [
        Rule(tuple(entry["banned"]), entry["use"], frozenset(entry["where"]), tuple(entry.get("allowed", ())))
        for entry in entries
    ]


def find_banned_words(texts: Iterable[Text], rules: list[Rule]) -> Iterator[str]:
    """One line per finding: line number, word, what to write instead."""
    patterns = [
        (rule, re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, rule.banned))})(?![\w-])")) for rule in rules
    ]
    for text in texts:
        words = " ".join(_NAME_PART.findall(text.text)).lower() if text.kind == "identifiers" else text.text.lower()
        for rule, pattern in patterns:
            if text.kind not in rule.where:
                continue
            remaining = words
            for phrase in rule.allowed:
                remaining = remaining.replace(phrase, "")
            for found in pattern.finditer(remaining):
                yield f"{text.line}: {text.kind}: {found.group()!r}; write: {rule.use}"


def python_texts(source: str) -> Iterator[Text]:
    """Names, comments and docstrings of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME:
            yield Text("identifiers", token.start[0], token.string)
        elif token.type == tokenize.COMMENT:
            yield Text("prose", token.start[0], token.string)
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if docstring := ast.get_docstring(node, clean=False):
            yield Text("prose", getattr(node, "lineno", 1), _without_code(docstring))


def javascript_texts(source: str) -> Iterator[Text]:
    """Names and comments of a JavaScript file."""
    for comment in _JS_COMMENT.finditer(source):
        yield Text("prose", source.count("\n", 0, comment.start()) + 1, comment.group())
    code = _JS_STRING.sub('""', _JS_COMMENT.sub("", source))
    yield from (Text("identifiers", 0, name) for name in sorted(set(re.findall(r"[A-Za-z_$][\w$]*", code))))


def markdown_texts(source: str) -> Iterator[Text]:
    """Prose of a document without code, links and quotations."""
    blanked = _MARKDOWN_CODE.sub(lambda match: "\n" * match.group().count("\n"), source)
    yield from (Text("prose", number, line) for number, line in enumerate(blanked.splitlines(), start=1))


def _without_code(docstring: str) -> str:
    return re.sub(r"``.*?``|\"[^\"\n]*\"", "", docstring, flags=re.DOTALL)


_READERS = {".py": python_texts, ".js": javascript_texts, ".md": markdown_texts}


def read_texts(path: Path) -> Iterable[Text]:
    """The texts of one tracked file."""
    return _READERS[path.suffix]((ROOT / path).read_text())


def checked_files() -> list[Path]:
    """Tracked files that the check reads, relative to the root."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [
        Path(name)
        for name in listed.splitlines()
        if Path(name).suffix in _READERS and not name.startswith(SKIPPED) and "/migrations/" not in name
    ]


def main() -> int:
    """Prints the findings and returns 1 when there is one."""
    rules = read_rules()
    findings = [
        f"{path}:{finding}" for path in checked_files() for finding in find_banned_words(read_texts(path), rules)
    ]
    print("\n".join(findings))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
