"""Compiles each catalogue of translations (portal/locale/<language>/LC_MESSAGES/*.po) to the .mo that Django reads.

Both are committed, and a test holds them together; so no machine that serves or develops the portal needs gettext.
"""

import ast
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "portal" / "locale"
MO_MAGIC = 0x950412DE


def read_catalogue(text: str) -> dict[str, str]:
    """The messages of a .po as a .mo keys them: context, \\x04, the text and, after \\0, its plural.

    Raises ValueError for a line that is none of a catalogue, and for a message given twice.
    """
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    word = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            _store(entry, messages)
            entry = {}
        elif line.startswith('"'):
            entry[word] += ast.literal_eval(line)
        else:
            word, _blank, quoted = line.partition(" ")
            if not (word.startswith("msg") and quoted.startswith('"')):
                raise ValueError(f"No line of a catalogue: {line}")
            entry[word] = ast.literal_eval(quoted)
    return messages


def _store(entry: dict[str, str], messages: dict[str, str]) -> None:
    said = [entry[word] for word in sorted(entry) if word.startswith("msgstr")]
    if not any(said):
        return
    key = entry["msgid"]
    if "msgid_plural" in entry:
        key += "\0" + entry["msgid_plural"]
    if "msgctxt" in entry:
        key = f"{entry['msgctxt']}\x04{key}"
    if key in messages:
        raise ValueError(f"Given twice: {key}")
    messages[key] = "\0".join(said)


def compiled(messages: dict[str, str]) -> bytes:
    """The bytes of a .mo: two tables of lengths and offsets, then the texts, each closed by a zero byte."""
    pairs = sorted((key.encode(), text.encode()) for key, text in messages.items())
    start = 28 + 16 * len(pairs)
    tables, texts = b"", b""
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<2I", len(pair[column]), start + len(texts))
            texts += pair[column] + b"\0"
    head = struct.pack("<7I", MO_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, start)
    return head + tables + texts


def main() -> None:
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        messages = read_catalogue(path.read_text(encoding="utf-8"))
        path.with_suffix(".mo").write_bytes(compiled(messages))
        print(f"{path.relative_to(LOCALE)}: {len(messages) - 1} messages")


if __name__ == "__main__":
    main()
