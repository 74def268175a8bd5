"""The voice pane: talking, and behind it the recordings that are written down; files may be dropped on both."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QStackedWidget, QWidget

from assistant_gui.core.language import translated as _
from assistant_gui.gui.dropping import DropHint, Dropping
from assistant_gui.gui.voice.putright import PutRight
from assistant_gui.gui.voice.recordings import Recording, Recordings
from assistant_gui.gui.voice.recordingsview import RecordingsView
from assistant_gui.gui.voice.view import VoiceView
from assistant_gui.gui.voice.viewmodel import VoiceModel


class VoicePane(QStackedWidget):
    def __init__(
        self, model: VoiceModel, put_right: PutRight, recordings: Recordings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.model = recordings
        self.talking = VoiceView(model, put_right)
        self.recordings = RecordingsView(recordings)
        self.addWidget(self.talking)
        self.addWidget(self.recordings)
        words = _("WAV, FLAC, AIFF, OGG or MP3, of any length")
        hint = DropHint(self, _("Drop recordings here to have them written down"), words)
        within = [self.talking.captions.viewport()]
        self.dropping = Dropping(hint, self, within, lambda mime: bool(_files(mime)), self._drop)

        self.talking.recordings_wanted.connect(self._on_recordings_wanted)
        self.recordings.left.connect(self._on_left)
        recordings.added.connect(self._on_added)

    def _drop(self, mime: QMimeData) -> None:
        self.model.add(_files(mime))

    def _on_recordings_wanted(self) -> None:
        """To those that are there; otherwise choose some."""
        if self.recordings.cards:
            self.setCurrentWidget(self.recordings)
        else:
            self.recordings.ask_for_files()

    def _on_added(self, _recording: Recording) -> None:
        self.setCurrentWidget(self.recordings)

    def _on_left(self) -> None:
        self.setCurrentWidget(self.talking)
        self.talking.setFocus()


def _files(mime: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
