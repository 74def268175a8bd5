"""A folder of texts for a run: cut into passages, each paragraph once, nothing private, and some held back to judge."""

import hashlib
import heapq
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from assistant_gui.core.learning import PLAIN
from assistant_gui.core.lessons import Private
from assistant_gui.core.texts import Noticed, TextFile, TextsFound
from assistant_gui.core.turn import Turn
from assistant_gui.learning.files import write_lines
from assistant_gui.learning.private.finding import found
from assistant_gui.learning.private.placeholders import Placeholders
from assistant_gui.learning.private.rules import Rules

PASSAGE_CHARACTERS = 1500
"""A page: what is held back has an end, and tells enough."""

LEAST_REPEATED = 24
"""Shorter paragraphs (a "Yes.", a line of dashes) may stand there as often as they like."""

HELD_BACK_OF, MOST_HELD_BACK, LEAST_PASSAGES = 10, 64, 4
"""One passage in ten is held back, but no more than can be judged in a minute, and none of very few."""

FIRST = 40
"""Among so many first passages one is held back in any case."""

LINE_CHARACTERS = 100_000
"""What is read in one piece, at most; a model reads much less of it at once."""

NAMED_UNREAD, NOTICED_OF_A_KIND, AROUND = 100, 5, 40

_BLANK_LINES = re.compile(r"\n\s*\n")
_EASTERN = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"[{_EASTERN}]|(?:(?![{_EASTERN}])\w)+")
"""A sign of Chinese, Japanese or Korean counts as a word."""

Read = Callable[[Path, Turn], Iterator[TextFile]]


@dataclass(frozen=True, slots=True)
class Passage:
    file: str
    number: int
    """From 0, in its file."""
    text: str


class Texts:
    """Safe from any thread but the window's."""

    def __init__(self, read: Read, rules: Callable[[], Rules]) -> None:
        """*read* tells the files of a folder; *rules* what becomes of private things now."""
        self._read = read
        self._rules = rules
        self._sizes: dict[str, int] = {}

    def look(self, folder: Path, turn: Turn, on_progress: Callable[[int], None] = lambda seen: None) -> TextsFound:
        """Go through *folder* as a run would; *on_progress* hears how many files have been read.

        Raises AssistantError when nothing can be read there, TurnCancelled when *turn* is cut short.
        """
        reading = _Reading(self._rules())
        for _passage in reading.taught(self._files(folder, turn, on_progress)):
            turn.check()
        return self._remembered(reading.found(folder))

    def write(
        self, folder: Path, place: Path, turn: Turn, on_progress: Callable[[int], None] = lambda seen: None
    ) -> TextsFound:
        """Write what a run reads, and what is held back from it, into the folder *place*. Raises as :meth:`look` does."""
        reading = _Reading(self._rules())
        passages = reading.taught(self._files(folder, turn, on_progress))
        plain, held_back = (place / name for name in PLAIN)
        write_lines(plain, ({"text": text} for text in joined(_while_wanted(passages, turn))))
        write_lines(held_back, ({"text": each.text, "document": each.file} for each in reading.held))
        return self._remembered(reading.found(folder))

    def size_bytes(self, folder: Path) -> int:
        """Of what there was to read when it was looked at last; 0 before that."""
        return self._sizes.get(str(folder), 0)

    def _files(self, folder: Path, turn: Turn, on_progress: Callable[[int], None]) -> Iterator[TextFile]:
        for seen, file in enumerate(self._read(folder, turn), 1):
            yield file
            on_progress(seen)

    def _remembered(self, made: TextsFound) -> TextsFound:
        self._sizes[made.folder] = made.size_bytes
        return made


def _while_wanted(passages: Iterator[Passage], turn: Turn) -> Iterator[Passage]:
    for passage in passages:
        turn.check()
        yield passage


class _Reading:
    """One way through a folder, and what is known after it."""

    def __init__(self, rules: Rules) -> None:
        self.held: tuple[Passage, ...] = ()
        """Known when all is read."""
        self._rules = rules
        self._placeholders = Placeholders()
        self._seen: set[bytes] = set()
        self._kinds: Counter[Private] = Counter()
        self._noticed: list[Noticed] = []
        self._unread: list[TextFile] = []
        self._not_read = self._files = self._words = self._bytes = self._passages = self._repeats = 0

    def taught(self, files: Iterable[TextFile]) -> Iterator[Passage]:
        """What is to be read of *files*, in their order but for what was nearly held back."""
        passages = self._cleaned(self._cut(files))
        held: list[tuple[int, int, Passage]] = []
        for count, (passage, mark) in enumerate(_chosen(passages)):
            if mark is None:
                yield passage
            elif len(held) < MOST_HELD_BACK:
                heapq.heappush(held, (-mark, count, passage))
            else:
                yield heapq.heappushpop(held, (-mark, count, passage))[2]
        self.held = tuple(passage for _mark, _count, passage in sorted(held, reverse=True))

    def found(self, folder: Path) -> TextsFound:
        return TextsFound(
            folder=str(folder),
            files=self._files,
            words=self._words,
            size_bytes=self._bytes,
            passages=self._passages,
            held_back=len(self.held),
            repeats=self._repeats,
            unread=tuple(self._unread),
            unnamed=self._not_read - len(self._unread),
            kinds=tuple(self._kinds.most_common()),
            noticed=tuple(self._noticed),
        )

    def _cut(self, files: Iterable[TextFile]) -> Iterator[Passage]:
        for file in files:
            if file.why:
                self._not_read += 1
                self._unread += [file] if len(self._unread) < NAMED_UNREAD else []
                continue
            number = -1
            for number, text in enumerate(cut(self._once(file.text))):
                yield Passage(file.name, number, text)
            self._files += number >= 0

    def _once(self, text: str) -> Iterator[str]:
        """The paragraphs of *text* that did not stand anywhere before."""
        for paragraph in _BLANK_LINES.split(text):
            said = " ".join(paragraph.split())
            if len(said) < LEAST_REPEATED:
                if said:
                    yield paragraph.strip("\n")
                continue
            digest = hashlib.sha256(said.encode()).digest()[:16]
            if digest in self._seen:
                self._repeats += 1
            else:
                self._seen.add(digest)
                yield paragraph.strip("\n")

    def _cleaned(self, passages: Iterable[Passage]) -> Iterator[tuple[Passage, int]]:
        """Each passage with placeholders, and a number that is always the same for the same text."""
        for passage in passages:
            self._passages += 1
            mark = int.from_bytes(hashlib.sha256(passage.text.encode()).digest()[:8])
            spans = found(passage.text)
            replaced = [span for span in spans if self._rules.replaced(passage.text, span)]
            for span in spans:
                self._notice(passage, span.kind, span.start, span.end, replaced=span in replaced)
            text = self._placeholders.replaced(passage.text, replaced)
            self._words += len(_WORD.findall(text))
            self._bytes += len(text.encode())
            yield Passage(passage.file, passage.number, text), mark

    def _notice(self, passage: Passage, kind: Private, start: int, end: int, *, replaced: bool) -> None:
        self._kinds[kind] += 1
        if self._kinds[kind] <= NOTICED_OF_A_KIND:
            thing = passage.text[start:end]
            before, after = passage.text[max(0, start - AROUND) : start], passage.text[end : end + AROUND]
            placeholder = self._placeholders.of(kind, thing)
            self._noticed.append(Noticed(kind, passage.file, before, thing, after, placeholder, replaced))


def _chosen(passages: Iterator[tuple[Passage, int]]) -> Iterator[tuple[Passage, int | None]]:
    """Each passage, and its mark when it is one in ten: by what it says, so that it is the same one the next time."""
    first = list(islice(passages, FIRST))
    least = -1
    if len(first) >= LEAST_PASSAGES and all(mark % HELD_BACK_OF for _passage, mark in first):
        least = min(mark for _passage, mark in first)
    for passage, mark in chain(first, passages):
        held = mark == least or (len(first) >= LEAST_PASSAGES and not mark % HELD_BACK_OF)
        yield passage, mark if held else None


def cut(paragraphs: Iterable[str]) -> Iterator[str]:
    """*paragraphs* put together to passages of about a page; one that is longer is cut."""
    part: list[str] = []
    length = 0
    for paragraph in paragraphs:
        for piece in _pieces(paragraph):
            if part and length + len(piece) > PASSAGE_CHARACTERS:
                yield "\n\n".join(part)
                part, length = [], 0
            part.append(piece)
            length += len(piece)
    if part:
        yield "\n\n".join(part)


def _pieces(paragraph: str) -> Iterator[str]:
    """*paragraph* in parts that are no longer than a passage, cut between lines or words where there are any."""
    start = 0
    while len(paragraph) - start > PASSAGE_CHARACTERS:
        room = paragraph[start : start + PASSAGE_CHARACTERS]
        end = max(room.rfind("\n"), room.rfind("。"), room.rfind(". ")) + 1
        end = end if end > PASSAGE_CHARACTERS // 2 else (room.rfind(" ") + 1 or PASSAGE_CHARACTERS)
        if piece := room[:end].strip("\n"):
            yield piece
        start += end
    if piece := paragraph[start:].strip("\n"):
        yield piece


def joined(passages: Iterable[Passage]) -> Iterator[str]:
    """What follows each other in a file is read in one piece, up to a certain length."""
    part: list[str] = []
    last: Passage | None = None
    length = 0
    for passage in passages:
        follows = last is not None and (passage.file, passage.number) == (last.file, last.number + 1)
        if part and (not follows or length + len(passage.text) > LINE_CHARACTERS):
            yield "\n\n".join(part)
            part, length = [], 0
        part.append(passage.text)
        length += len(passage.text)
        last = passage
    if part:
        yield "\n\n".join(part)
