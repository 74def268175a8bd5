"""An assistant to talk to, whose every event can be waited for."""

import queue

from assistant_gui.core.conversation import State
from assistant_gui.core.events import Event
from assistant_gui.core.ports import Ears, Sampling
from assistant_gui.session.assistant import Assistant, Engines
from assistant_gui.session.reply import Choices
from assistant_gui.store.archive import Archive
from tests.fakes import FakeEars, FakeSpeaker, FakeThinker, FakeVoice

CHOICES = Choices("tiny", Sampling(0.5, 0.9, 100), "Be kind.", 2000)


class Room:
    """An assistant among fakes, over a real archive, and a way to read its events in order."""

    def __init__(self, archive: Archive, *, rest_after: float = 0, ears: Ears | None = None) -> None:
        self.archive = archive
        self.choices = CHOICES
        self.thinker, self.ears, self.voice, self.speaker = FakeThinker(), FakeEars(), FakeVoice(), FakeSpeaker()
        self.told: queue.SimpleQueue[Event] = queue.SimpleQueue()
        engines = Engines(self.thinker, ears or self.ears, self.voice, self.speaker)
        self.assistant = Assistant(archive, engines, lambda manner: self.choices, self.told.put, rest_after=rest_after)

    def until(self, kind: type[Event]) -> list[Event]:
        events = [self.told.get(timeout=10)]
        while not isinstance(events[-1], kind):
            events.append(self.told.get(timeout=10))
        return events

    def shown(self) -> list[tuple[str, str, State]]:
        conversation = self.archive.conversations()[0]
        return [(m.role.value, m.text, m.state) for m in self.archive.thread(conversation.id)]
