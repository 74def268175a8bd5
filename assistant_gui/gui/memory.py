"""What a view takes along when it is made again in another language."""

from typing import Protocol, runtime_checkable


@runtime_checkable
class Remembers(Protocol):
    """A view that goes on where it was: what is typed in it, how far it is scrolled."""

    def memory(self) -> object: ...

    def recall(self, memory: object) -> None:
        """Go on where another view of the same kind was when it gave *memory*."""
        ...
