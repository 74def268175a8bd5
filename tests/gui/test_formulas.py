"""Formulas become pictures, in the colour of the text, and bad ones cost next to nothing."""

import pytest

from assistant_gui.gui.formulas import Formulas, Wish, drawn, too_deep
from assistant_gui.gui.tasks import InlineTasks


def wish(source: str, *, display: bool = False, colour: str = "#102030") -> Wish:
    return Wish(source, display, colour, pixels=17, ratio=2.0, rise=2.0)


@pytest.mark.parametrize(
    "source",
    [
        "x", "E = mc^2", r"\frac{-b \pm \sqrt{b^2-4ac}}{2a}", r"\int_0^\infty e^{-x^2}\,dx", "a < b > c", r"a \tag{1}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}", r"\begin{align} a &= b \\ c &= d \end{align}",
        r"f(x) = \begin{cases} 1 & \text{if } x > 0 \\ 0 & \text{otherwise} \end{cases}",
        r"\frac{1}{1+\frac{1}{1+\frac{1}{1+\frac{1}{x}}}}",
    ],
)  # fmt: skip
def test_a_formula_is_drawn(qapp, source):
    made = drawn(wish(source))

    assert made is not None
    assert 0 < made.ascent <= made.height
    assert made.image.width() >= made.width * 2 - 1
    colours = {
        made.image.pixelColor(x, y).name() for x in range(made.image.width()) for y in range(made.image.height())
    }
    assert "#102030" in colours


@pytest.mark.parametrize(
    "source",
    [
        "", r"\frac", "{", r"\begin{foo}", "a & b", r"\def\a{\a\a}\a", r"\newcommand{\x}{\x\x}\x", "{" * 40 + "}" * 40,
        r"\frac{1}{" * 30 + "x" + "}" * 30, r"\sqrt" * 30 + "x", "x^" * 30 + "x", r"\left(" * 30 + r"\right)" * 30,
        "x+" * 5_000, r"\hspace{100000cm}x", r"\hspace{-100000cm}x", r"\href{file:///etc/passwd}{x}",
        r"\includegraphics{/etc/passwd}", r"\input{/etc/passwd}", "速度", "\ud800", "<script>&</script>&",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_none(qapp, source):
    assert drawn(wish(source)) is None


def test_depth_is_counted_with_and_without_braces():
    assert not too_deep(r"\frac{\frac{a}{b}}{\sqrt{\frac{c}{d}}}")
    assert too_deep(r"{{{{{{{{x}}}}}}}}")
    assert too_deep(r"\sqrt\sqrt\sqrt\sqrt\sqrt\sqrt\sqrt\sqrt x")


def test_a_picture_is_drawn_once_and_then_there(qtbot):
    formulas = Formulas(InlineTasks())
    known = formulas.knows(wish("x"))

    with qtbot.waitSignal(formulas.arrived):
        pass

    assert not known
    assert formulas.knows(wish("x"))
    assert formulas.picture(wish("x")) is not None
