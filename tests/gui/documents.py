"""What a document shows, to compare one with another and to look for what must not be there."""

from collections.abc import Iterator

from PySide6.QtGui import QTextCharFormat, QTextDocument

from assistant_gui.gui.drawing import KIND, MARK, NUMBER, WRITTEN


def shown(document: QTextDocument) -> list[object]:
    """Every word with its look, every block and frame with its shape, in order."""
    seen: list[object] = [frame_shape(frame) for frame in document.rootFrame().childFrames()]
    block = document.begin()
    while block.isValid():
        shape = block.blockFormat()
        listed = block.textList()
        seen.append(
            (
                shape.topMargin(), shape.bottomMargin(), shape.indent(), shape.headingLevel(), shape.lineHeight(),
                shape.alignment(), shape.property(MARK), listed and (listed.format().style(), listed.format().start()),
            )
        )  # fmt: skip
        seen.extend((text, look(form)) for text, form in words(block))
        block = block.next()
    return seen


def words(block) -> Iterator[tuple[str, QTextCharFormat]]:
    at = block.begin()
    while not at.atEnd():
        fragment = at.fragment()
        yield fragment.text(), fragment.charFormat()
        at += 1


def all_words(document: QTextDocument) -> list[tuple[str, QTextCharFormat]]:
    found = []
    block = document.begin()
    while block.isValid():
        found.extend(words(block))
        block = block.next()
    return found


def look(form: QTextCharFormat) -> tuple[object, ...]:
    return (
        form.fontWeight(), form.fontItalic(), form.fontStrikeOut(), form.fontFixedPitch(), form.fontPointSize(),
        form.foreground().color().name(), form.background().color().name(), form.anchorHref(),
        form.property(WRITTEN), form.property(NUMBER),
    )  # fmt: skip


def frame_shape(frame) -> tuple[object, ...]:
    shape = frame.frameFormat()
    inner = tuple(map(frame_shape, frame.childFrames()))
    return shape.property(KIND), shape.property(NUMBER), shape.leftMargin(), shape.topMargin(), inner
