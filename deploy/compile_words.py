"""Compiles each translation catalogue (portal/locale/<language>/LC_MESSAGES/*.po) to the .mo that Django reads.

Both are committed, and a test compares them; so gettext is needed on no machine.
"""

import ast
import struct
from pathlib import Path

LOCALE = Path(__file__).resolve().parent.parent / "portal" / "locale"
MO_MAGIC = 0x950412DE


def parse_po(text: str) -> dict[str, str]:
    """The messages of a .po as a .mo keys them: context, \\x04, the text and, after \\0, its plural.

    Raises ValueError for an invalid line or a duplicate message.
    """
    messages: dict[str, str] = {}
    entry: dict[str, str] = {}
    word = ""
    for line in [*text.splitlines(), ""]:
        if line.startswith("#"):
            continue
        if not line.strip():
            _add_message(entry, messages)
            entry = {}
        elif line.startswith('"'):
            entry[word] += ast.literal_eval(line)
        else:
            word, _blank, quoted = line.partition(" ")
            if not (word.startswith("msg") and quoted.startswith('"')):
                raise ValueError(f"No line of a catalogue: {line}")
            entry[word] = ast.literal_eval(quoted)
    return messages


def _add_message(entry: dict[str, str], messages: dict[str, str]) -> None:
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


def compile_mo(messages: dict[str, str]) -> bytes:
    """The bytes of a .mo: two tables of lengths and offsets, then the texts, each terminated by a zero byte."""
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
        messages = parse_po(path.read_text(encoding="utf-8"))
        path.with_suffix(".mo").write_bytes(compile_mo(messages))
        print(f"{path.relative_to(LOCALE)}: {len(messages) - 1} messages")


if __name__ == "__main__":
    main()
