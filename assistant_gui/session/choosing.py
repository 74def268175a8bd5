"""What answers, listens and speaks, and how: as the person has chosen it by now."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from assistant_gui.core.errors import AssistantError, NoModel
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Adapter
from assistant_gui.core.manner import AS_SET, Manner, Overflow
from assistant_gui.core.models import Kind, Model, Served
from assistant_gui.core.ports import Sampling, Shelf
from assistant_gui.core.settings import Chat, Settings
from assistant_gui.session.instructions import filled
from assistant_gui.session.reply import Choices


class Choosing:
    """Asks for the settings and the adapters anew each time; safe from any thread."""

    def __init__(
        self,
        shelf: Shelf,
        settings: Callable[[], Settings],
        active: Callable[[str], Adapter | None],
        adapters: Callable[[], Sequence[Adapter]],
        folder: Path,
        locale: str = "",
    ) -> None:
        """*active* is the adapter that goes on top of a base; each of *adapters* lies in *folder*."""
        self._locale = locale
        self._shelf = shelf
        self._settings = settings
        self._active = active
        self._adapters = adapters
        self._folder = folder

    def choices(self, manner: Manner = AS_SET) -> Choices:
        """How to answer now: what *manner* leaves open is as in the settings."""
        chat = self._settings().chat
        model = manner.model or chat.model
        usable = self.usable(model)
        adapter = self._active(model)
        instructions = chat.system_prompt if manner.instructions is None else manner.instructions
        return Choices(
            model=_served_name(model, adapter.id if adapter else ""),
            sampling=_sampling(manner, chat),
            system_prompt=filled(instructions, datetime.now(), chat.person),
            context_tokens=chat.context,
            adapter=adapter.id if adapter else "",
            overflow=manner.overflow or Overflow(chat.overflow),
            writes_titles=self._larger_than_the_starter(model),
            sees=usable.sees,
            locale=self._locale,
        )

    def in_use(self) -> tuple[str, str]:
        """The name the engine knows, and the title people read."""
        chosen = self._settings().chat.model
        adapter = self._active(chosen)
        title = self._shelf.model(chosen).title
        return _served_name(chosen, adapter.id if adapter else ""), f"{title} + {adapter.name}" if adapter else title

    def served_as(self, model: str, adapter: str = "") -> str:
        """The name by which the engine knows *model*, with *adapter* where one is named."""
        return _served_name(model, adapter)

    def usable(self, id: str) -> Model:
        """Model *id*; AssistantError when it is not here or cannot be used."""
        model = self._shelf.model(id)
        if model.missing:
            raise AssistantError(
                N_("{title} cannot be used here: {missing}"),
                N_("Choose another model in the settings."),
                title=model.title,
                missing=model.missing,
            )
        if not model.installed:
            raise NoModel(
                N_("{title} is not on this machine."),
                N_("Get it in Settings, Models, or type: assistant-gui models get {id}"),
                title=model.title,
                id=model.id,
            )
        return model

    def answering(self) -> list[Model]:
        """Every model that can answer here."""
        return [each for each in self._chats() if each.installed and not each.missing]

    def served_chat(self) -> Sequence[Served]:
        """What the language engine holds: the models that are here, and each with the adapters that were made for it."""
        chats = {each.id: each for each in self._chats() if each.installed}
        served = [Served(each.id, each.format, each.path, projector=each.projector) for each in chats.values()]
        for adapter in self._adapters():
            base = chats.get(adapter.base)
            if base is not None:
                name = _served_name(base.id, adapter.id)
                folder = str(self._folder / adapter.id)
                served.append(Served(name, base.format, base.path, folder, adapter.strength, base.projector))
        return served

    def served_speech(self) -> Sequence[Served]:
        speech = [each for each in self._shelf.models() if each.kind is not Kind.CHAT]
        return [Served(each.id, each.format, each.path) for each in speech if each.installed]

    def _chats(self) -> list[Model]:
        return [each for each in self._shelf.models() if each.kind is Kind.CHAT]

    def _larger_than_the_starter(self, id: str) -> bool:
        chats = self._chats()
        starter = max((each.download_bytes for each in chats if each.starter), default=0)
        return any(each.id == id and each.download_bytes > starter for each in chats)


def _sampling(manner: Manner, chat: Chat) -> Sampling:
    return Sampling(
        temperature=chat.temperature if manner.temperature is None else manner.temperature,
        top_p=chat.top_p if manner.top_p is None else manner.top_p,
        max_tokens=chat.max_tokens if manner.max_tokens is None else manner.max_tokens,
        seed=manner.seed,
    )


def _served_name(model: str, adapter: str) -> str:
    """The opaque name an engine knows a base with an adapter by."""
    return f"{model}@{adapter}" if adapter else model
