"""What every test can rely on: nobody's real profile is touched, no thread stays behind, and the starter models."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from assistant_gui.catalogue import Catalogue
from assistant_gui.core.turn import Turn

REAL_MODELS = ("smollm2-135m", "whisper-tiny.en", "whisper-base", "piper-joe")
"""What the end-to-end tests may use; all of it comes from the package index."""

_JOIN_S = 2.0

os.environ["LANGUAGE"] = "en"  # what tests read is English, wherever they run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "e2e" in item.path.relative_to(Path(__file__).parent).parts:
            item.add_marker(pytest.mark.model)


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Data and settings of a test that names no profile go to a temporary place."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        yield


@pytest.fixture(scope="session")
def models() -> Path:
    """A folder with the starter models: ``ASSISTANT_MODELS``, or a cache that is filled once."""
    chosen = os.environ.get("ASSISTANT_MODELS")
    folder = Path(chosen) if chosen else platformdirs.user_cache_path("assistant_gui", False) / "test-models"
    folder.mkdir(parents=True, exist_ok=True)
    shelf = Catalogue(folder)
    for id in REAL_MODELS:
        shelf.get(id, lambda _: None, Turn())
    return folder


@pytest.fixture(autouse=True)
def no_thread_stays_behind() -> Iterator[None]:
    """Fail a test that leaves a thread which would keep the program from ending."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not thread.daemon]
    for thread in left:
        thread.join(_JOIN_S)
    assert not [thread.name for thread in left if thread.is_alive()]
