"""A part that is made when it is first wanted, and once, however many threads want it at that moment."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar, cast

Owner = TypeVar("Owner")
Part = TypeVar("Part")


class once(Generic[Owner, Part]):  # noqa: N801 - used like property
    """Kept in the ``__dict__`` of its owner under its own name. Python's cached_property has no lock since 3.12."""

    def __init__(self, make: Callable[[Owner], Part]) -> None:
        self.__doc__ = make.__doc__
        self._make = make
        self._name = make.__name__
        self._lock = threading.RLock()

    def __get__(self, owner: Owner, kind: type[Owner]) -> Part:
        with self._lock:
            if self._name not in owner.__dict__:
                owner.__dict__[self._name] = self._make(owner)
            return cast(Part, owner.__dict__[self._name])
