"""A foreign file, zip or folder -> the conversations in it, whatever product they are from."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from assistant_gui.core.columns import GUESSED, Columns
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Line, Product, Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.reader import chatgpt, jan, lessons, lm_studio, own, table
from assistant_gui.reader.beside import Beside
from assistant_gui.reader.bundle import DAMAGE, Bundle, Folder, zipped
from assistant_gui.reader.elements import ELEMENT_CHARACTERS, elements, is_text, value_of
from assistant_gui.reader.lines import LINE_BYTES, Hopes, no_conversations
from assistant_gui.reader.lines import told as told_by_line
from assistant_gui.reader.meter import Meter
from assistant_gui.reader.recognise import NOTHING, Around, lines
from assistant_gui.reader.values import Unreadable, mapping

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SIDE_FILES = frozenset(
    {
        "user.json", "users.json", "user_settings.json", "memories.json", "projects.json", "manifest.json",
        "model_comparisons.json", "shared_conversations.json", "shopping.json", "group_chats.json",
        "export_manifest.json", "library_files.json", "conversation_asset_file_names.json", chatgpt.FEEDBACK,
    }
)  # fmt: skip
"""What lies beside the conversations in the exports of ChatGPT and Claude."""
_ERRORS = {"utf-8-sig": "surrogateescape", "utf-16": "replace", "utf-16-le": "replace", "utf-16-be": "replace"}
"""What becomes of bytes that are no text, by encoding; only UTF-8 can tell them from text afterwards."""
_LIKELY = re.compile(r"conversations?[^/]*\.json$|\.jsonl$|chat-export[^/]*\.json$", re.IGNORECASE)


def told(path: Path, columns: Columns = GUESSED) -> Iterator[Line]:
    """All that is in *path*; with *columns* it is a table in which these are what they say.

    Raises AssistantError when there is nothing, or it cannot be read.
    """
    if columns != GUESSED and not (path.is_file() and table.can_be_mapped(path)):
        raise AssistantError(
            N_("{file} is no table whose columns can be chosen."),
            N_("Choose a CSV, TSV or JSONL file."),
            file=path.name,
        )
    meter = Meter()
    return meter.told(_told(path, meter, columns))


def _told(path: Path, meter: Meter, columns: Columns) -> Iterator[Line]:
    if path.is_dir():
        yield from _told_of_bundle(Folder(path, meter), meter)
    elif path.name in (jan.THREAD, jan.MESSAGES) and _is_thread(path.parent):
        yield from _told_of_threads(Folder(path.parent, meter), [""])
    else:
        with path.open("rb") as file:
            start = file.peek(4)[:4]
            if start not in _ZIP:
                meter.total = path.stat().st_size
                counted = meter.counted(file)
                mapped = table.is_table(path) or columns != GUESSED
                yield from _some(
                    table.told(counted, path.suffix, columns) if mapped else _told_of_file(counted, NOTHING)
                )
                return
        with zipped(path, meter) as bundle:
            yield from _told_of_bundle(bundle, meter)


def _is_thread(folder: Path) -> bool:
    return (folder / jan.THREAD).is_file() and (folder / jan.MESSAGES).is_file()


def _some(lines_: Iterator[Line]) -> Iterator[Line]:
    """*lines_*; AssistantError when there was nothing to tell of at all."""
    any_ = False
    for line in lines_:
        any_ = any_ or not isinstance(line, Product)
        yield line
    if not any_:
        raise no_conversations()


def _told_of_bundle(bundle: Bundle, meter: Meter) -> Iterator[Line]:
    if own.is_ours(bundle):
        meter.total = own.weight(bundle)
        yield Product(own.NAME)
        yield from own.lines(bundle)
        return
    names = [name for name in bundle.names() if not _is_hidden(name)]
    threads = [
        name.removesuffix(jan.THREAD)
        for name in names
        if PurePosixPath(name).name == jan.THREAD and name.removesuffix(jan.THREAD) + jan.MESSAGES in bundle.names()
    ]
    if threads:
        meter.total = sum(bundle.names().values())
        yield from _some(_told_of_threads(bundle, threads))
        return
    wanted = _wanted(names)
    meter.total = sum(bundle.size(name) for name in wanted)
    yield from _some(_told_of_files(bundle, wanted))


def _is_hidden(name: str) -> bool:
    path = PurePosixPath(name)
    return path.parts[:1] == ("__MACOSX",) or path.name.startswith(".")


def _wanted(names: Sequence[str]) -> list[str]:
    """The files that may hold conversations: those named like it, or else every JSON file."""
    read = [name for name in names if name.lower().endswith((".json", ".jsonl"))]
    others = [name for name in read if PurePosixPath(name).name not in _SIDE_FILES]
    return [name for name in others if _LIKELY.search(name)] or others


def _told_of_files(bundle: Bundle, names: Sequence[str]) -> Iterator[Line]:
    feedback, beside = _feedback(bundle), Beside(bundle)
    for name in names:
        around = Around(feedback, _folder(name, names), beside)
        try:
            with bundle.open(name) as file:
                for line in _told_of_file(file, around):
                    yield replace(line, name=name) if isinstance(line, Skipped) and not line.name else line
        except (AssistantError, Unreadable) as error:
            why = error.message if isinstance(error, AssistantError) else str(error)
            yield Skipped(why, Unit.FILE, name=name)
        except DAMAGE:
            yield Skipped(N_("it is damaged in the zip"), Unit.FILE, name=name)


def _folder(name: str, names: Sequence[str]) -> str:
    """The path of the folder of *name*, below the folder that all have in common."""
    if not name.endswith(lm_studio.SUFFIX):
        return ""
    parents = [PurePosixPath(each).parent.parts for each in names if each.endswith(lm_studio.SUFFIX)]
    common = 0
    while all(len(parts) > common for parts in parents) and len({parts[common] for parts in parents}) == 1:
        common += 1
    return "/".join(PurePosixPath(name).parent.parts[common:])


def _feedback(bundle: Bundle) -> dict[str, chatgpt.Feedback]:
    name = next((each for each in bundle.names() if PurePosixPath(each).name == chatgpt.FEEDBACK), None)
    if name is None:
        return {}
    with bundle.open(name) as file:
        try:
            return chatgpt.feedback(list(elements(io.TextIOWrapper(file, "utf-8", "replace"))))
        except Unreadable:
            return {}


def _told_of_threads(bundle: Bundle, folders: Sequence[str]) -> Iterator[Line]:
    yield Product(jan.NAME)
    for folder in folders:
        try:
            with bundle.open(folder + jan.THREAD) as file:
                thread = value_of(file.read(LINE_BYTES).decode("utf-8-sig", "replace"))
            messages: list[object] = []
            bad: list[int] = []
            with bundle.open(folder + jan.MESSAGES) as file:
                for number, line in enumerate(iter(lambda: file.readline(LINE_BYTES), b""), 1):
                    try:
                        messages += [value_of(line.decode("utf-8", "replace"))] if line.strip() else []
                    except Unreadable:
                        bad.append(number)
            yield from lines(jan.conversation(mapping(thread), messages))
            for number in bad:
                yield Skipped(N_("it is not JSON"), Unit.LINE, number, folder + jan.MESSAGES)
        except Unreadable as why:
            yield Skipped(str(why), Unit.FILE, name=folder or jan.THREAD)


def _told_of_file(file: BinaryIO, around: Around) -> Iterator[Line]:
    """A JSON list, one JSON value over several lines, or one value a line."""
    encoding, start = _begins(file)
    first = start[:1]
    if first == "[" or lessons.BY_NAME.match(start):
        yield from _told_of_list(file, encoding, around)
        return
    if first == "{" and not _stands_alone(file, encoding):
        try:
            yield from _told_of_document(file, encoding, around)
        except Unreadable:
            file.seek(0)
        else:
            return
    if encoding != "utf-8-sig":
        raise no_conversations()
    yield from told_by_line(file, around)


def _begins(file: BinaryIO) -> tuple[str, str]:
    """The encoding, and how the text begins, without blanks. Raises AssistantError for what is no text."""
    start = cast(io.BufferedReader, file).peek(4096)[:4096]
    encoding = "utf-8-sig"
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif start[:2] in (b"{\0", b"[\0"):
        encoding = "utf-16-le"
    elif start[:2] in (b"\0{", b"\0["):
        encoding = "utf-16-be"
    elif b"\0" in start:
        raise AssistantError(N_("This file holds no text."), N_("Choose an export, or JSON lines in UTF-8."))
    if not start:
        raise AssistantError(N_("This file is empty."), N_("Choose an export that has something in it."))
    return encoding, start.decode(encoding, "ignore").lstrip()


def _stands_alone(file: BinaryIO, encoding: str) -> bool:
    """Whether the first line is a JSON value of its own, as in JSON lines."""
    if encoding != "utf-8-sig":
        return False
    line = file.readline(LINE_BYTES)
    file.seek(0)
    try:
        value_of(line.decode(encoding))
    except (Unreadable, UnicodeDecodeError):
        return False
    return True


def _told_of_list(file: BinaryIO, encoding: str, around: Around) -> Iterator[Line]:
    hopes = Hopes(Unit.CONVERSATION)
    number = 0
    with closing(io.TextIOWrapper(file, encoding, _ERRORS[encoding])) as written:
        try:
            for number, value in enumerate(elements(written), 1):
                if isinstance(value, Unreadable):
                    yield hopes.left_out(value, number)
                else:
                    yield from hopes.told(value, number, around)
        except Unreadable as why:
            yield hopes.left_out(why, number + 1)


def _told_of_document(file: BinaryIO, encoding: str, around: Around) -> Iterator[Line]:
    written = io.TextIOWrapper(file, encoding, _ERRORS[encoding])
    try:
        text = written.read(ELEMENT_CHARACTERS + 1)
    finally:
        written.detach()
    if len(text) > ELEMENT_CHARACTERS:
        raise Unreadable(N_("it is too long"))
    value = value_of(text)
    hopes = Hopes(Unit.CONVERSATION)
    if is_text(text):
        yield from hopes.told(value, 1, around)
    else:
        yield hopes.left_out(Unreadable(N_("it is not UTF-8 text")), 1)
