"""What was measured of how a person speaks, from one start to the next: a tiny file that only they can read."""

import json
import logging
from collections.abc import Sequence
from pathlib import Path

from assistant_gui import whole

_log = logging.getLogger(__name__)


class NumberFile:
    """See :class:`assistant_gui.core.ports.Numbers`; a file that is missing or damaged holds none."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def read(self) -> list[float]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        listed = found if isinstance(found, list) else []
        return [float(each) for each in listed if isinstance(each, int | float) and not isinstance(each, bool)]

    def keep(self, numbers: Sequence[float]) -> None:
        try:
            with whole.written(self._file) as out:
                out.write(json.dumps([round(number, 3) for number in numbers]).encode())
        except OSError as error:  # a full disk must not keep the program open
            _log.warning("%s was not kept: %s", self._file.name, error)
