"""Keeps the translations in step with the code.

    python packaging/translations.py            # what is marked goes into the .po files; .mo files are made from them
    python packaging/translations.py --check    # says what would change or is missing; the exit code tells

A text is marked with N_() or _() in the code, or is a note or a language in the
catalogue. What nobody says any more leaves the .po file; what is new has an
empty translation, and is said in English until somebody fills it in.
"""

import ast
import re
import struct
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "resources" / "translations"
DOMAIN = "assistant_gui"
MARKS = {"N_", "_", "translated"}
IN_CATALOGUE = ("title", "note", "languages")
HEADER = """\
Project-Id-Version: assistant_gui
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Language: {language}
"""
_PLACES = re.compile(r"{[^{}]*}|%\([a-z_]+\)[sr]|%[sr]")

_WORD = re.compile(r"\b[a-z]{4,}")
"""What makes the title of a model more than a name: "Whisper tiny, English"."""

Words = dict[str, str]
"""Marked text -> translation, empty when there is none."""


def marked(root: Path = ROOT) -> dict[str, list[str]]:
    """Every marked text and the files it is in, in the order of the files."""
    found: dict[str, list[str]] = {}
    for file in sorted((root / "assistant_gui").rglob("*.py")):
        for text in marked_in(file.read_text(encoding="utf-8")):
            _note(found, text, file.relative_to(root).as_posix())
    catalogue = tomllib.loads((root / "resources" / "catalogue.toml").read_text(encoding="utf-8"))
    for model in catalogue["model"]:
        for field in IN_CATALOGUE:
            if model.get(field) and (field != "title" or _WORD.search(model[field])):
                _note(found, model[field], "resources/catalogue.toml")
    return found


def _note(found: dict[str, list[str]], text: str, file: str) -> None:
    files = found.setdefault(text, [])
    if file not in files:
        files.append(file)


def marked_in(code: str) -> Iterator[str]:
    """What is marked in *code*. Raises ValueError where a mark cannot be read (an f-string)."""
    for node in ast.walk(ast.parse(code)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in MARKS:
            continue
        said = node.args[0]
        if isinstance(said, ast.JoinedStr):
            raise ValueError(f"line {node.lineno}: an f-string cannot be translated; use {{named}} places")
        if isinstance(said, ast.Constant) and isinstance(said.value, str) and said.value:
            yield said.value


def places(text: str) -> list[str]:
    """The places of *text* that are filled in later, sorted: ``{count}``, ``%(prog)s``."""
    return sorted(_PLACES.findall(text))


def read_po(text: str) -> Words:
    """The entries of a .po file; those marked fuzzy count as not translated."""
    words: Words = {}
    fuzzy, key, parts = False, "", {"msgid": "", "msgstr": ""}
    for line in [*text.splitlines(), ""]:
        if line.startswith("#,") and "fuzzy" in line:
            fuzzy = True
        elif line.startswith(("msgid ", "msgstr ")):
            key, _, rest = line.partition(" ")
            parts[key] = ast.literal_eval(rest)
        elif line.startswith('"'):
            parts[key] += ast.literal_eval(line)
        elif not line.strip() and key:
            if parts["msgid"]:
                words[parts["msgid"]] = "" if fuzzy else parts["msgstr"]
            fuzzy, key, parts = False, "", {"msgid": "", "msgstr": ""}
    return words


def po(language: str, said: Mapping[str, Iterable[str]], words: Words) -> str:
    """A .po file with everything in *said*."""
    header = "".join(f"{_quoted(line)}\n" for line in HEADER.format(language=language).splitlines(keepends=True))
    entries = [f'msgid ""\nmsgstr ""\n{header}']
    for text, files in said.items():
        comment = "".join(f"#: {file}\n" for file in files)
        entries.append(f"{comment}msgid {_quoted(text)}\nmsgstr {_quoted(words.get(text, ''))}\n")
    return "\n".join(entries)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


def mo(language: str, words: Words) -> bytes:
    """The file that gettext reads, the same bytes for the same words."""
    pairs = sorted((key.encode(), value.encode()) for key, value in words.items() if value)
    pairs.insert(0, (b"", HEADER.format(language=language).encode()))
    start = 7 * 4
    texts = start + 16 * len(pairs)
    keys, values, content = [], [], b""
    for place, table in ((0, keys), (1, values)):
        for pair in pairs:
            table += [len(pair[place]), texts + len(content)]
            content += pair[place] + b"\0"
    head = (0x950412DE, 0, len(pairs), start, start + 8 * len(pairs), 0, texts)
    return struct.pack(f"<{7 + 4 * len(pairs)}I", *head, *keys, *values) + content


def trouble(language: str, said: Mapping[str, Iterable[str]], words: Words) -> list[str]:
    """What keeps *language* from being complete."""
    told = [f"{language}: not translated: {text!r}" for text in said if not words.get(text)]
    told += [f"{language}: nobody says any more: {text!r}" for text in words if text not in said]
    for text, translation in words.items():
        if translation and places(text) != places(translation):
            told.append(f"{language}: other places than {places(text)}: {translation!r}")
        if translation and text.endswith("\n") != translation.endswith("\n"):
            told.append(f"{language}: one of the two ends a line: {text!r}")
    return told


def languages(folder: Path = TRANSLATIONS) -> Iterator[tuple[str, Path]]:
    for file in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        yield file.parts[-3], file


def main(arguments: list[str]) -> int:
    said = marked()
    told: list[str] = []
    for language, file in languages():
        words = read_po(file.read_text(encoding="utf-8"))
        if "--check" in arguments:
            told += trouble(language, said, words)
            if file.with_suffix(".mo").read_bytes() != mo(language, words):
                told.append(f"{language}: the .mo file is not made from the .po file")
            continue
        kept = {text: words.get(text, "") for text in said}
        file.write_text(po(language, said, kept), encoding="utf-8", newline="\n")
        file.with_suffix(".mo").write_bytes(mo(language, kept))
        told += trouble(language, said, kept)
    print("\n".join(told) or "All is translated.")
    return 1 if told and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
