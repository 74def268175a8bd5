"""The messages, scrolled: widgets only for those in sight, remembered heights for the rest."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QWidget

from assistant_gui.core.conversation import Role
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.messages import AnswerMessage
from assistant_gui.gui.chat.question import PersonMessage
from assistant_gui.gui.chat.rows import Rows
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.formulas import Formulas
from assistant_gui.gui.icons import IconButton
from assistant_gui.gui.markdown import Renderer
from assistant_gui.gui.taborder import put_in_order
from assistant_gui.gui.theme import Space

_Widget = AnswerMessage | PersonMessage


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person looks, and what is half written there."""

    anchor: tuple[int, int]
    sticks: bool
    written: Mapping[int, str]
    """The better answers and edited questions by the rows they are for."""


class MessageList(QAbstractScrollArea):
    """Keeps the end in sight when it was in sight, and otherwise what the person looks at where it is."""

    def __init__(self, model: ChatViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self.sticks = True
        """The end is in sight and stays there, whatever grows."""
        self._renderer = Renderer()
        self._formulas = Formulas(model.tasks, self)
        self._rows = Rows(model.transcript.line(at) for at in range(len(model.transcript)))
        self._heights = self._estimates(range(len(self._rows)))
        """Of each row; negative while it is only an estimate."""
        self._anchor = (0, 0)
        """The first row in sight and how much of it is above the edge."""
        self._value = 0
        self._arranging = False
        self._shown: dict[int, _Widget] = {}
        self._ordered: list[tuple[_Widget, list[QObject]]] = []
        """As Tab goes through them, and the parts they have: an editor comes and goes."""
        self._pool: dict[bool, list[_Widget]] = {True: [], False: []}
        self._query = ""
        self._place = 0
        self._revealed = ""
        """The message that was last looked for, shown already or awaited."""
        self._awaited = False
        self._hit = (-1, 0)
        """The row in which it was found, and which of the words there it is."""
        self._conversation = model.shown

        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Messages"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.to_end_button = IconButton("down", _("To the newest message"), self, look="round", size=20)
        self.to_end_button.hide()
        self._later = QTimer(self, interval=0, singleShot=True)
        self._tidying = QTimer(self, interval=0, singleShot=True)
        """After a resize Tab's way is put in order in a step of its own: it takes as long as moving the messages."""
        self._resizing = False

        transcript = model.transcript
        transcript.rowsInserted.connect(self._on_inserted)
        transcript.rowsAboutToBeRemoved.connect(self._on_removed)
        transcript.dataChanged.connect(self._on_changed)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.to_end_button.clicked.connect(self.to_end)
        self._later.timeout.connect(self._arrange)
        self._tidying.timeout.connect(self._order)
        model.opened.connect(self._on_opened)
        model.versions.edit_wanted.connect(self._on_edit_wanted)
        model.versions.put_right_wanted.connect(self._on_put_right_wanted)

    def to_end(self) -> None:
        self.sticks = True
        self._arrange()

    def reveal(self, message: str, query: str = "", place: int = 0) -> None:
        """Bring *message* into sight, the *place*-th *query* in it; every *query* on screen is marked.

        Open its conversation first; while that is being read the message is
        awaited. Opening another conversation forgets it.
        """
        self._revealed, self._query, self._place = message, query, place
        at = self.model.transcript.row_of(message)
        self._awaited = at is None
        if at is not None:
            self._bring_into_sight(self._rows.of(at))
        self._mark_all()

    def look_for(self, query: str) -> None:
        """Mark every *query* on screen and stay where one is; nothing is marked when it is empty."""
        self._query, self._revealed, self._awaited = query, "", False
        self._hit = (-1, 0)
        self._mark_all()

    def first_in_sight(self) -> int:
        """The place of the first message in sight."""
        return self._rows.message(min(self._anchor[0], len(self._heights) - 1)) if self._heights else 0

    def page(self, direction: int) -> None:
        """Scroll by a page up (-1) or down (1)."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + direction * bar.pageStep())

    def memory(self) -> Place:
        written = {row: one.editor.text() for row, one in self._shown.items() if one.editor}
        return Place(self._anchor, self.sticks, written)

    def recall(self, place: Place) -> None:
        """Look where another list of the same messages looked."""
        self._anchor, self.sticks = place.anchor, place.sticks
        for row, text in place.written.items():
            self._take(row).edit(text)
        self._later.start()

    def current(self) -> str:
        """The answer that has the keyboard, or else the last one; its id, empty without any."""
        focused = QApplication.focusWidget()
        for row, widget in self._shown.items():
            line = self.model.transcript.line(self._rows.message(row))
            if line.answer and focused is not None and widget.isAncestorOf(focused):
                return line.message.id
        answers = [each.id for each in self.model.transcript.messages() if each.role == Role.ASSISTANT]
        return answers[-1] if answers else ""

    def widget(self, message: int) -> _Widget | None:
        """The widget in which the message at this place ends, if it is in sight."""
        rows = self._rows.of(message)
        return self._shown.get(rows[-1]) if rows else None

    def make_ahead(self) -> None:
        """Have a widget of each kind, so that the first message comes no later than those after it."""
        for answer, pool in self._pool.items():
            if not pool and not self._shown:
                pool.append(self._made(answer=answer))

    def _bring_into_sight(self, rows: range) -> None:
        """Show the part that has what is looked for; only what is in sight is laid out and knows where its words are."""
        place = self._place
        for row in rows:
            self.sticks = False
            self._anchor = (row, 0)
            self._arrange()
            prose = self._shown[row].prose
            found = prose.count(self._query)
            if place < found or row == rows[-1]:
                break
            place -= found
        below = prose.mapTo(self._shown[row], QPoint(0, prose.place_of(self._query, place))).y()
        self.sticks = False
        self._anchor = self._walked(row, below - self.viewport().height() // 3)
        self._arrange()
        self._hit = (row, place)

    def _mark_all(self) -> None:
        for row, widget in self._shown.items():
            self._mark(row, widget)

    def _mark(self, row: int, widget: _Widget) -> None:
        widget.prose.mark(self._query, self._hit[1] if row == self._hit[0] else None)

    def _on_edit_wanted(self, message: str) -> None:
        self._edit(message, lambda widget: widget.edit())

    def _on_put_right_wanted(self, message: str) -> None:
        self._edit(message, lambda widget: widget.put_right() if isinstance(widget, PersonMessage) else None)

    def _edit(self, message: str, begin: Callable[[_Widget], None]) -> None:
        at = self.model.transcript.row_of(message)
        if at is None:
            return
        row = self._rows.of(at)[-1]
        if row not in self._shown:
            self._bring_into_sight(range(row, row + 1))
        begin(self._shown[row])
        if not self.viewport().rect().contains(self._shown[row].geometry()):
            self.sticks, self._anchor = False, (row, 0)
        self._later.start()

    # What changed

    def _on_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        if first == 0:
            self.sticks = True
        new = self._rows.insert(first, (self.model.transcript.line(at) for at in range(first, last + 1)))
        self._make_room(new)
        self._later.start()
        if self._awaited and self.model.transcript.row_of(self._revealed) is not None:
            self.reveal(self._revealed, self._query, self._place)

    def _on_opened(self, conversation: str) -> None:
        if conversation != self._conversation:
            self._conversation, self._awaited = conversation, False

    def _on_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self._close_up(self._rows.remove(first, last))
        self._later.start()

    def _on_changed(self, top: QModelIndex, _bottom: QModelIndex) -> None:
        before, now = self._rows.change(top.row(), self.model.transcript.line(top.row()))
        if len(now) > len(before):
            self._make_room(range(before.stop, now.stop))
        elif len(now) < len(before):
            self._close_up(range(now.stop, before.stop))
        for row in now:
            widget = self._shown.get(row)
            if widget is None:
                self._heights[row] = -abs(self._heights[row])
            else:
                self._draw(row, widget)
                self._later.start()

    def _make_room(self, new: range) -> None:
        """There are *new* rows; what stood there stands below them."""
        self._heights[new.start : new.start] = self._estimates(new)
        self._move(new.start, len(new))

    def _close_up(self, gone: range) -> None:
        """The rows *gone* are no more; what stood below them moves up."""
        for row in gone:
            widget = self._shown.pop(row, None)
            if widget is not None:
                self._release(widget)
        del self._heights[gone.start : gone.stop]
        self._move(gone.stop, -len(gone))

    def _move(self, first: int, by: int) -> None:
        self._shown = {row + by if row >= first else row: widget for row, widget in self._shown.items()}
        row, offset = self._anchor
        if row >= first:
            self._anchor = (row + by, offset)
        row, place = self._hit
        if row >= first:
            self._hit = (row + by, place)

    def _on_scrolled(self, value: int) -> None:
        if self._arranging:
            return
        moved, self._value = value - self._value, value
        bar = self.verticalScrollBar()
        self.sticks = value >= bar.maximum() - 2
        row, offset = self._anchor
        if abs(moved) > 2 * self.viewport().height() or row >= len(self._heights):
            tops = self._tops()
            row = max(0, bisect_right(tops, value) - 1)
            offset = self._scaled(row, value - tops[row]) if tops else 0
        else:
            row, offset = self._walked(row, offset + moved)
        self._anchor = (row, offset)
        self._arrange()

    def _scaled(self, row: int, offset: int) -> int:
        """How far into *row* one is that was *offset* into it when its height was a guess."""
        guessed = max(1, abs(self._heights[row]))
        return min(offset, guessed) * self._measure(row) // guessed

    def _walked(self, row: int, offset: int) -> tuple[int, int]:
        """The message that is *offset* from the top of *row*, and how far it is into that one; measures on its way."""
        while offset < 0 and row > 0:
            row -= 1
            offset += self._measure(row)
        while row + 1 < len(self._heights) and offset >= self._measure(row):
            offset -= self._measure(row)
            row += 1
        return row, max(0, offset)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._heights = [-abs(height) for height in self._heights]
        self._resizing = True
        self._arrange()
        self._resizing = False

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._heights = [-abs(height) for height in self._heights]
            for row, widget in self._shown.items():
                self._draw(row, widget)
            self._later.start()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.LayoutRequest:  # a message wants another height
            self._later.start()
        return super().viewportEvent(event)

    # Where everything is

    def _column(self) -> tuple[int, int]:
        """(left edge, width) of the messages; in the middle of the pane whether there is a scroll bar or not."""
        column = max(160, min(self.width() - 2 * Space.L, Space.COLUMN + 2 * Space.S))
        return (self.width() - column) // 2, column

    def _tops(self) -> list[int]:
        return (
            list(accumulate((abs(height) for height in self._heights[:-1]), initial=Space.L)) if self._heights else []
        )

    def _estimates(self, rows: range) -> list[int]:
        per_line = max(20, self._column()[1] // 9)
        texts = (self._rows.part(row).text for row in rows)
        return [-((len(text) // per_line + text.count("\n") + 1) * 22 + 50) for text in texts]

    def _measure(self, row: int) -> int:
        """The height of message *row*, exactly; its widget is made if need be."""
        widget = self._shown.get(row)
        if self._heights[row] > 0 and widget is None:
            return self._heights[row]
        if widget is None:
            widget = self._take(row)
        self._heights[row] = max(1, widget.arrange(self._column()[1]))
        return self._heights[row]

    def _arrange(self) -> None:
        if self._arranging:  # the scroll bar came or went
            self._later.start()
            return
        self._later.stop()
        self._arranging = True
        if self._heights:
            self._arrange_messages()
        else:
            self._value = 0
            self._set_bar(0, 0)
        self._place_button()
        self._arranging = False

    def _arrange_messages(self) -> None:
        in_sight = self._from_the_end() if self.sticks else self._from_the_anchor()
        tops = self._tops()
        total = tops[-1] + abs(self._heights[-1]) + Space.L
        row, offset = self._anchor
        height = self.viewport().height()
        self._value = max(0, total - height) if self.sticks else min(tops[row] + offset, max(0, total - height))
        self._set_bar(self._value, max(0, total - height))
        left, width = self._column()
        for row in sorted(set(in_sight) | set(self._shown)):
            if row in in_sight:
                widget = self._shown.get(row) or self._take(row)
                widget.setGeometry(left, tops[row] - self._value, width, abs(self._heights[row]))
                widget.show()
            elif self._shown[row].editing:
                self._shown[row].hide()
            else:
                self._release(self._shown.pop(row))
        if self._resizing:
            self._tidying.start()
        else:
            self._order()

    def _order(self) -> None:
        """Let Tab go through the messages from top to bottom, in whichever order their widgets were made."""
        ordered = [(self._shown[row], self._shown[row].children()) for row in sorted(self._shown)]
        if ordered != self._ordered:
            self._ordered = ordered
            put_in_order(self.to_end_button, [widget for widget, _parts in ordered])

    def _from_the_end(self) -> range:
        """The rows in sight when the end is; measures them and moves the anchor."""
        row, room = len(self._heights), self.viewport().height()
        while row > 0 and room > -200:
            row -= 1
            room -= self._measure(row)
        tops = self._tops()
        top = max(0, tops[-1] + self._heights[-1] + Space.L - self.viewport().height())
        first = max(0, bisect_right(tops, top) - 1)
        self._anchor = (first, max(0, top - tops[first]))
        return range(row, len(self._heights))

    def _from_the_anchor(self) -> range:
        row, offset = min(self._anchor[0], len(self._heights) - 1), self._anchor[1]
        self._anchor = (row, offset)
        first, room = row, self.viewport().height() + offset + 200
        while row < len(self._heights) and room > 0:
            room -= self._measure(row)
            row += 1
        if room > 200:  # the end came into sight, with ground below it
            self.sticks = True
            return self._from_the_end()
        above = max(0, first - 1)
        if above < first:
            self._measure_above(above)
        return range(above, row)

    def _measure_above(self, row: int) -> None:
        """One more is made above what is in sight, so that scrolling up is smooth."""
        self._measure(row)
        if row not in self._shown:
            self._take(row)

    def _set_bar(self, value: int, maximum: int) -> None:
        bar = self.verticalScrollBar()
        bar.setRange(0, maximum)
        bar.setPageStep(max(1, self.viewport().height() - 40))
        bar.setSingleStep(40)
        bar.setValue(value)

    def _place_button(self) -> None:
        button = self.to_end_button
        button.setVisible(not self.sticks)
        button.adjustSize()
        button.move(
            (self.viewport().width() - button.width()) // 2, self.viewport().height() - button.height() - Space.M
        )
        button.raise_()

    # The pool

    def _take(self, row: int) -> _Widget:
        line = self.model.transcript.line(self._rows.message(row))
        pool = self._pool[line.answer]
        widget = pool.pop() if pool else self._made(answer=line.answer)
        self._shown[row] = widget
        self._draw(row, widget)
        return widget

    def _made(self, *, answer: bool) -> _Widget:
        if answer:
            return AnswerMessage(self.model, self._renderer, self._formulas, self.viewport())
        return PersonMessage(self.model, self.viewport())

    def _draw(self, row: int, widget: _Widget) -> None:
        widget.show_line(self.model.transcript.line(self._rows.message(row)), self._rows.part(row))
        self._mark(row, widget)

    def _release(self, widget: _Widget) -> None:
        widget.hide()
        self._pool[isinstance(widget, AnswerMessage)].append(widget)
