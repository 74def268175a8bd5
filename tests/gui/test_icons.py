"""Icons exist, are drawn in the colour asked for, and have words."""

import pytest
from PySide6.QtGui import QColor

from assistant_gui import assets
from assistant_gui.gui.icons import IconButton, pixmap

NAMES = sorted(path.stem for path in assets.path("icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_draws_something(qapp, name):
    image = pixmap(name, "#ff0000").toImage()

    assert any(image.pixelColor(x, y).alpha() > 128 for x in range(image.width()) for y in range(image.height()))


def test_an_icon_takes_the_colour_it_is_given(qapp):
    image = pixmap("stop", "#ff0000").toImage()

    assert image.pixelColor(image.width() // 2, image.height() // 2) == QColor("#ff0000")


def test_a_button_that_is_only_an_icon_says_what_it_does(qtbot):
    button = IconButton("copy", "Copy")
    qtbot.addWidget(button)

    button.say("Copied")

    assert (button.accessibleName(), button.toolTip()) == ("Copied", "Copied")
