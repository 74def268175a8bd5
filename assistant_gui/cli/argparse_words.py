"""What argparse says by itself, translated like everything else."""

import argparse
from typing import Final

from assistant_gui.core.language import N_, translated

WORDS: Final = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("show program's version number and exit"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid %(type)s value: %(value)r"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("%(prog)s: error: %(message)s\n"),
)
"""As argparse writes them; one that it words differently in another Python stays English."""


def translate_argparse() -> None:
    """Let argparse ask our translator; it has no other door than the name it calls gettext by."""
    argparse._ = translated  # type: ignore[attr-defined]
