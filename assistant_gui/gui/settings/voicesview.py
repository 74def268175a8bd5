"""The voices tab: how it is spoken, who speaks for which language, and all who can."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSlider, QVBoxLayout, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.core.settings import Settings, items
from assistant_gui.core.voices import primary
from assistant_gui.gui.composing import Composing
from assistant_gui.gui.gradually import Gradually
from assistant_gui.gui.icons import IconButton, TextButton
from assistant_gui.gui.pieces import Card, Column, Notice, clear, fill, label, picker, show_text
from assistant_gui.gui.settings.editors import scrolls_past
from assistant_gui.gui.settings.voicerow import VoiceRow
from assistant_gui.gui.settings.voices import Line, VoicesModel
from assistant_gui.gui.taborder import put_behind, put_together
from assistant_gui.gui.theme import Space

PAGE = 20
"""So many voices are shown at first, and more when asked for: a hundred rows would be slow to lay out."""
STEPS = 20
"""Of a slider, from one whole number to the next."""


class Amount(QWidget):
    """A slider with what it is called, its value, and the way back."""

    def __init__(self, title: str, key: str, told: Callable[[float], str], model: VoicesModel) -> None:
        super().__init__()
        self.key = key
        self._told = told
        meaning = next(meaning for known, _value, meaning in items(Settings()) if known == f"voice.{key}")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(round((meaning.low or 0) * STEPS), round((meaning.high or 1) * STEPS))
        self.slider.setPageStep(STEPS // 4)
        self.slider.setAccessibleName(title)
        self.slider.setMinimumHeight(Space.XL)
        scrolls_past(self.slider)
        self.value = label(wraps=False)
        self.value.setMinimumWidth(self.fontMetrics().horizontalAdvance("000 %"))
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.back = IconButton("undo", _("Back to the default of “{setting}”").format(setting=title))
        keeps_place = self.back.sizePolicy()
        keeps_place.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(keeps_place)
        self.why_not = label(look="small")

        across = QHBoxLayout()
        across.setSpacing(Space.S)
        self.title = label(title, wraps=False)
        across.addWidget(self.title)
        across.addWidget(self.slider, 1)
        across.addWidget(self.value)
        across.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        layout.addLayout(across)
        layout.addWidget(self.why_not)
        self.why_not.hide()

        self.slider.valueChanged.connect(self._on_moved)
        self.slider.sliderReleased.connect(self._keep)
        self.back.clicked.connect(lambda: model.set(key, 1.0))
        self._model = model

    def show_value(self, value: float) -> None:
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(round(value * STEPS))
        self.slider.blockSignals(blocked)
        self._show(value)

    def enable(self, *, can: bool, why_not: str) -> None:
        self.slider.setEnabled(can)
        self.slider.setAccessibleDescription("" if can else why_not)
        show_text(self.why_not, "" if can else why_not)

    @Slot(int)
    def _on_moved(self, step: int) -> None:
        self._show(step / STEPS)
        if not self.slider.isSliderDown():  # by a key
            self._keep()

    @Slot()
    def _keep(self) -> None:
        self._model.set(self.key, self.slider.value() / STEPS)

    def _show(self, value: float) -> None:
        self.value.setText(self._told(value))
        self.back.setVisible(value != 1.0)


class VoicesView(Column):
    """Draws a VoicesModel."""

    def __init__(self, model: VoicesModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Voices"), parent)
        self.model = model
        self._rows: list[VoiceRow] = []
        self._most = PAGE
        self._filling = Gradually((), self)
        self.who = label()
        self.speed = Amount(_("Speed"), "speed", lambda value: f"{value:.2f}×", model)
        self.pitch = Amount(_("Pitch"), "pitch", lambda value: f"{value:.2f}×", model)
        self.volume = Amount(_("Volume"), "volume", lambda value: f"{round(value * 100)} %", model)
        self.notice = Notice()
        self.chosen = QVBoxLayout()
        self.chosen_none = label(
            _("An answer in another language is said by a voice that reads it. Below you can choose which."), "muted"
        )
        self.search = QLineEdit(placeholderText=_("Search voices"), clearButtonEnabled=True)
        self.search.setAccessibleName(_("Search voices"))
        Composing(self.search)
        self.language = picker(_("Language of the voices"))
        scrolls_past(self.language)
        self.again = IconButton("retry", _("Look again which voices there are"))
        self.state = label(look="muted")
        self.trouble = Notice()
        self.list = QVBoxLayout()
        self.list.setSpacing(Space.M)
        self.more = QPushButton()

        self._lay_out()

        self.search.textChanged.connect(self._on_narrowed)
        self.language.activated.connect(self._on_narrowed)
        self.more.clicked.connect(self._on_more)
        self.again.clicked.connect(model.refresh)
        model.listed.connect(self._on_listed)
        model.marked.connect(self._on_marked)
        model.refused.connect(self.notice.tell)
        self._on_listed()
        model.refresh()

    @property
    def rows(self) -> dict[str, VoiceRow]:
        """Every voice that is shown, by its key."""
        self._filling.finish()
        return {row.line.voice.key: row for row in self._rows if not row.isHidden()}

    def _lay_out(self) -> None:
        how = Card(_("How it speaks"))
        how.inside.addWidget(self.who)
        for amount in (self.speed, self.pitch, self.volume):
            how.inside.addWidget(amount)
        how.inside.addWidget(self.notice)
        languages = Card(_("For each language"))
        languages.inside.addWidget(self.chosen_none)
        languages.inside.addLayout(self.chosen)
        everybody = Card(_("All voices"))
        narrow = QHBoxLayout()
        narrow.setSpacing(Space.S)
        narrow.addWidget(self.search, 3)
        narrow.addWidget(self.language, 2)
        narrow.addWidget(self.again)
        everybody.inside.addLayout(narrow)
        everybody.inside.addWidget(self.state)
        everybody.inside.addWidget(self.trouble)
        everybody.inside.addLayout(self.list)
        everybody.inside.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        for card in (how, languages, everybody):
            self.cards.addWidget(card)
        self.cards.addStretch(1)
        self._align()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "volume"):
            self._align()

    def _align(self) -> None:
        """The sliders begin below each other."""
        titles = [amount.title for amount in (self.speed, self.pitch, self.volume)]
        widest = max(title.sizeHint().width() for title in titles)
        for title in titles:
            title.setMinimumWidth(widest)

    @Slot()
    def _on_listed(self) -> None:
        chosen = str(self.language.currentData() or "")
        fill(self.language, [("", _("All languages")), *self.model.languages()], chosen)
        self.trouble.tell(self.model.trouble)
        self._on_marked()

    @Slot()
    def _on_marked(self) -> None:
        settings, main = self.model.settings.voice, self.model.main
        show_text(self.who, _("{voice} speaks.").format(voice=main.name) if main else "")
        self.speed.show_value(settings.speed)
        self.pitch.show_value(settings.pitch)
        self.volume.show_value(settings.volume)
        self.pitch.enable(can=self.model.pitched, why_not=_("This voice cannot speak higher or lower."))
        self._show_chosen()
        self._show_lines()

    def _show_chosen(self) -> None:
        clear(self.chosen)
        entries = self.model.by_language()
        made = [_Chosen(language, voice, partial(self.model.forget, code)) for code, language, voice in entries]
        for each in made:
            self.chosen.addWidget(each)
        put_together([*(each.forget for each in made), self.search], self.search)
        self.chosen_none.setVisible(not entries)

    @Slot()
    def _on_narrowed(self) -> None:
        self._most = PAGE
        self._show_lines()

    @Slot()
    def _on_more(self) -> None:
        self._most += PAGE
        self._show_lines()

    def _show_lines(self) -> None:
        """The first of the voices that are wanted; rows are made once and show another voice later."""
        lines = [line for line in self.model.lines() if self._wanted(line)]
        self._filling.finish()
        for row in self._rows[len(lines[: self._most]) :]:
            row.hide()
        steps = (partial(self._show_line, place, line) for place, line in enumerate(lines[: self._most]))
        self._filling = Gradually(steps, self)
        left = len(lines) - self._most
        self.more.setText(_("{count} more").format(count=max(left, 0)))
        self.more.setVisible(left > 0)
        words = ""
        if self.model.reading and not self.model.known:
            words = _("Looking which voices there are…")
        elif not self.model.known and not self.model.trouble:
            words = _("There is no voice here yet. Get one in the tab Models.")
        elif self.model.known and not lines:
            words = _("No voice is called so.")
        show_text(self.state, words)

    def _show_line(self, place: int, line: Line) -> None:
        if place == len(self._rows):
            self._rows.append(VoiceRow(line, self.model))
            self.list.addWidget(self._rows[place])
            put_behind(self._rows[place], self.more)
        self._rows[place].show_line(line)
        self._rows[place].show()

    def _wanted(self, line: Line) -> bool:
        language = str(self.language.currentData() or "")
        if language and primary(line.voice.language) != language:
            return False
        looked_in = f"{line.voice.name} {line.details}".lower()
        return all(word in looked_in for word in self.search.text().lower().split())


class _Chosen(QWidget):
    """A language, the voice that speaks for it, and the way to leave it to the usual one again."""

    def __init__(self, language: str, voice: str, forget: Callable[[], None]) -> None:
        super().__init__()
        self.forget = TextButton("close", _("Leave it open"))
        self.forget.setAccessibleName(_("Leave open who speaks for {language}").format(language=language))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(label(f"{language}: {voice}"), 1)
        layout.addWidget(self.forget)

        self.forget.clicked.connect(forget)
