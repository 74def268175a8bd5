"""Running one command, and what its failures look like."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant_gui.cli.commands import run
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("search", "rain\udcff"), "Nothing was found.\n"),
        (("conversations", "show", "\udcff"), "There is no conversation \ufffd."),
        (("conversations", "delete", "a", "\udcff"), "There is no conversation a."),
    ],
)
def test_bytes_that_are_no_letters_are_looked_for_and_not_found(tmp_path: Path, typed, said):
    printed: list[str] = []

    with Archive(tmp_path / "assistant.sqlite3") as archive:
        out = Out(printed.append, printed.append, False)
        code = run(parser().parse_args(typed), SimpleNamespace(archive=archive), out, Turn())

    assert code == 1
    assert "".join(printed).startswith(said)


def test_they_stay_in_the_names_of_files():
    parsed, printed = parser().parse_args(["import", "nowhere\udcff.zip"]), []

    run(parsed, SimpleNamespace(), Out(printed.append, printed.append, False), Turn())

    assert parsed.file == Path("nowhere\udcff.zip")
    assert "".join(printed).startswith("There is no file nowhere")
