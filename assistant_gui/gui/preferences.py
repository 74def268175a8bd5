"""What the window needs of the settings: to read them and to change one."""

from typing import Protocol

from assistant_gui.core.settings import Settings, Value


class Preferences(Protocol):
    """Both return at once."""

    def current(self) -> Settings: ...

    def change(self, key: str, value: Value) -> Settings:
        """Change one dotted key and keep it; ValueError says why it cannot be."""
        ...
