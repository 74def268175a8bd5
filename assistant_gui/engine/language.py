"""The language routes: chat, models, tokens, templates, adapters."""

from collections.abc import Mapping

from starlette.routing import Route


class Language:
    def routes(self) -> list[Route]:
        return []

    def begin(self) -> None: ...

    def close(self) -> None: ...


def opened(orders: Mapping[str, object]) -> Language:
    return Language()


def routes(orders: Mapping[str, object]) -> list[Route]:
    return opened(orders).routes()
