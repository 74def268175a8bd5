"""What is said where no key can be heard outside the window."""

from assistant_gui.gui.anywhere.port import not_here


def test_on_macos_the_sentence_is_its_own():
    assert "macOS" in str(not_here("darwin"))
    assert "macOS" not in str(not_here("linux"))
