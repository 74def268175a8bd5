"""The voices as the desk sees them: those of our speech engine, and those of a server of the person's."""

import http.client
from collections.abc import Callable, Iterator
from typing import Final

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.settings import Settings
from assistant_gui.core.sound import VOICE_RATE_HZ, Sound
from assistant_gui.core.turn import Turn
from assistant_gui.core.voices import SERVER, KnownVoice, chosen, main_voice, parted
from assistant_gui.remote.engine import Connect, objects, reached
from assistant_gui.remote.wire import Address, Body, Exchange, ask

FIRST_SOUND_SECONDS = 120.0
"""A voice may first have to be loaded, from a cold disk on a busy machine."""

BLOCK_BYTES = VOICE_RATE_HZ // 5 * 2
"""Speech is handed on in blocks of 0.2 s."""

OPENAI_VOICES: Final = ("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer")
"""Of a server that does not list its own."""
_SOUND = ("audio/pcm", "audio/l16", "audio/x-raw", "application/octet-stream", "")


class RemoteVoice:
    """Text to speech behind ``/v1/audio/speech``, with whichever voice the settings and the language ask for."""

    def __init__(
        self, connect: Connect, settings: Callable[[], Settings], usable: Callable[[str], object] = lambda model: None
    ) -> None:
        """*usable* raises AssistantError for a model that is not here."""
        self._connect = connect
        self._settings = settings
        self._usable = usable
        self._listed: tuple[Address, tuple[KnownVoice, ...]] | None = None

    def speak(self, text: str, turn: Turn, language: str = "") -> Iterator[Sound]:
        """See :class:`~assistant_gui.core.ports.Voice`."""
        return self.speak_as("", text, turn, language=language)

    def speak_as(
        self, key: str, text: str, turn: Turn, *, language: str = "", speed: float | None = None
    ) -> Iterator[Sound]:
        """*text* with the voice *key*, or if it is empty with the one that the settings and the *language* ask for."""
        own = self._own(turn) if parted(key or _main(self._settings()))[0] != SERVER else ()
        if key:
            voice = next((each for each in own if each.key == key), None)
        else:
            key, voice = self._chosen(language, own)
        return self._sound(key, text, turn, language, pitched=voice is not None and voice.pitched, speed=speed)

    def _chosen(self, language: str, own: tuple[KnownVoice, ...]) -> tuple[str, KnownVoice | None]:
        settings = self._settings()
        main = _main(settings)
        if parted(main)[0] != SERVER:
            self._usable(parted(main)[0])
        return chosen(main, {each.language: each.voice for each in settings.voices}, language, own)

    def voices(self, turn: Turn | None = None) -> list[KnownVoice]:
        """All there are here, and those of the server if one is set. Starts the engine."""
        turn = turn or Turn()
        server = self._settings().voice.server
        return [*self._own(turn, wait=True), *(self._of_server(turn) if server else ())]

    def _own(self, turn: Turn, *, wait: bool = False) -> tuple[KnownVoice, ...]:
        """Those of our engine that are known by now, or with *wait* all of them; not asked for again then."""
        address = reached(self._connect, turn)
        if self._listed is None or self._listed[0] != address:
            try:
                told = ask(address, f"/v1/audio/voices{'?wait=1' if wait else ''}", turn=turn)
            except AssistantError:
                if wait:
                    raise
                return ()
            voices = tuple(_heard(one) for one in objects(told.get("data")))
            if not told.get("complete", True):
                return voices
            self._listed = (address, voices)
        return self._listed[1]

    def _of_server(self, turn: Turn) -> list[KnownVoice]:
        """By the route that many servers have; OpenAI's own names where it is missing."""
        try:
            told = ask(self._server(), "/v1/audio/voices", turn=turn)
        except (AssistantError, ValueError):
            told = {}
        listed = told.get("voices") or told.get("data")
        names = [
            str(each.get("id") or each.get("name")) if isinstance(each, dict) else str(each)
            for each in (listed if isinstance(listed, list) else OPENAI_VOICES)
        ]
        return [KnownVoice(SERVER, name, name.capitalize()) for name in names or OPENAI_VOICES]

    def _sound(
        self, key: str, text: str, turn: Turn, language: str, *, pitched: bool, speed: float | None = None
    ) -> Iterator[Sound]:
        settings = self._settings().voice
        model, voice = parted(key)
        speed = settings.speed if speed is None else speed
        wanted: dict[str, object] = {"model": model, "input": text, "response_format": "pcm", "speed": speed}
        if voice:
            wanted["voice"] = voice
        if model == SERVER:
            address = self._server()
            wanted["model"] = settings.server_model
        else:
            address = reached(self._connect, turn)
            if language:
                wanted["language"] = language
            if pitched and settings.pitch != 1.0:
                wanted["pitch"] = settings.pitch
        body = Body.json(wanted)
        with Exchange(address, "POST", "/v1/audio/speech", body, turn, patience=FIRST_SOUND_SECONDS) as response:
            _must_be_sound(response)
            while pcm := response.read(BLOCK_BYTES):
                turn.check()
                yield Sound(pcm[: len(pcm) // 2 * 2], VOICE_RATE_HZ)

    def _server(self) -> Address:
        settings = self._settings().voice
        base = settings.server.strip().rstrip("/").removesuffix("/v1")
        if not base.startswith(("http://", "https://")):
            raise AssistantError(
                N_("The address of the speech server is not complete."),
                N_("It begins with http:// or https://; see the settings, Voices."),
            )
        return Address(base, settings.server_key)


def _main(settings: Settings) -> str:
    return main_voice(settings.voice.model, settings.voice.name)


def _must_be_sound(response: http.client.HTTPResponse) -> None:
    kind = (response.getheader("Content-Type") or "").partition(";")[0].strip().lower()
    if kind not in _SOUND:
        raise AssistantError(
            N_("The speech server sends {kind}, not plain sound."),
            N_("It must be able to answer with response_format “pcm”."),
            kind=kind,
        )


def _heard(told: dict[str, object]) -> KnownVoice:
    def words(name: str) -> str:
        return str(told.get(name) or "")

    return KnownVoice(
        words("model"),
        words("id"),
        words("name"),
        words("language"),
        words("gender"),
        words("quality"),
        pitched=bool(told.get("pitched")),
        usual=bool(told.get("usual")),
    )
