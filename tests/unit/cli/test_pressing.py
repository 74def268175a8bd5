"""The talk button of the window, pressed by a command."""

from types import SimpleNamespace

import pytest

from assistant_gui.cli.commands import run
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import parser
from assistant_gui.core.turn import Turn
from tests.fakes import FakeTalk


@pytest.mark.parametrize(
    ("typed", "told", "said"),
    [
        (["toggle-talk"], "toggle_talking", "Listening…\n"),
        (["toggle-talk", "--hold-start"], "start_talking", "Listening…\n"),
        (["toggle-talk", "--hold-end"], "finish_talking", "Not listening any more.\n"),
        (["--json", "toggle-talk"], "toggle_talking", '{"talking": true}\n'),
    ],
)
def test_it_presses_the_button_and_says_so(typed, told, said):
    parts, printed = SimpleNamespace(talk=FakeTalk()), []
    parsed = parser().parse_args(typed)

    code = run(parsed, parts, Out(printed.append, printed.append, parsed.json), Turn())

    assert code == 0
    assert parts.talk.told == [told]
    assert "".join(printed) == said
