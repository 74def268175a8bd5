"""What can be typed after ``assistant-gui``."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant_gui import __version__
from assistant_gui.cli.argparse_words import translate_argparse
from assistant_gui.cli.planflags import add_flags
from assistant_gui.core.exchange import Form
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import Show
from assistant_gui.core.settings import Settings, items
from assistant_gui.core.subtitles import FORMS

WRITING = frozenset({"ask", "talk", "chat", "import", "restore", "tune", "adapters activate", "adapters rollback"}) | {
    "adapters delete",
    "adapters judge",
    "runs keep",
    "runs resume",
    "adapters import",
    "conversations delete",
    "conversations restore",
}
"""Commands that change a profile: handed to the window when one is open."""

OF_THE_WINDOW = frozenset({"toggle-talk"})
"""Commands that only a window can follow."""


def parser() -> argparse.ArgumentParser:
    translate_argparse()
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--profile", type=Path, metavar="DIR", help=_("keep everything in DIR instead of the usual place")
    )
    common.add_argument("--json", action="store_true", help=_("answer as JSON, one object a line"))
    top = argparse.ArgumentParser(
        "assistant-gui",
        description=_("A private assistant on your own machine. Without a command the window opens."),
        parents=[common],
    )
    top.add_argument(
        "--version",
        action="version",
        version=f"assistant-gui {__version__}",
        help=_("show program's version number and exit"),
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    # SUPPRESS: a flag before the command must not be undone by the command's own default
    again = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    again.add_argument("--profile", type=Path, metavar="DIR", help=argparse.SUPPRESS)
    again.add_argument("--json", action="store_true", help=argparse.SUPPRESS)

    def command(name: str, help: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help, description=help, parents=[again])

    one = command("ask", _("ask a question"))
    one.add_argument("text")
    one.add_argument("--conversation", default="", metavar="ID", help=_("go on in this conversation"))
    one.add_argument("--seed", type=_whole(-(2**63), 2**63 - 1), help=_("draw the same words every time"))
    one.add_argument("--preset", default="", metavar="NAME", help=_("answer in the manner of this preset"))
    one.add_argument("--system", metavar="TEXT", help=_("what the assistant is told before the conversation"))
    one.add_argument("--temperature", type=_within("chat.temperature"), help=_("0 is always the likeliest word"))
    one.add_argument("--top-p", type=_within("chat.top_p"), help=_("leave out what is less likely"))
    one.add_argument("--max-tokens", type=_within("chat.max_tokens"), help=_("end the answer after so many"))
    one.add_argument("--temporary", action="store_true", help=_("store nothing of it, neither question nor answer"))

    one.add_argument(
        "--attach", dest="files", nargs="+", action="extend", default=[], type=Path, metavar="FILE",
        help=_("put what stands in these files before the question"),
    )  # fmt: skip

    one = command("chat", _("talk by typing, in the terminal"))

    one = command("talk", _("answer a recorded question aloud, into a file"))
    one.add_argument("--from", dest="source", type=Path, required=True, metavar="IN.wav")
    one.add_argument("--to", dest="target", type=Path, required=True, metavar="OUT.wav")
    one.add_argument("--conversation", default="", metavar="ID")

    one = command("toggle-talk", _("begin or end talking in the open window, for a key of your desktop"))
    held = one.add_mutually_exclusive_group()
    held.add_argument("--hold-start", action="store_true", help=_("begin, when the key goes down"))
    held.add_argument("--hold-end", action="store_true", help=_("end and ask, when it comes up"))

    one = command("transcribe", _("write down what is said in sound files"))
    one.add_argument("files", nargs="+", type=Path, metavar="FILE")
    one.add_argument("--language", default="", help=_("a code such as en or zh"))
    one.add_argument(
        "--save", choices=list(FORMS), metavar="FORM", help=_("beside each file, as txt, or as subtitles: srt, vtt")
    )

    one = command("speak", _("say a text, into a file"))
    one.add_argument("text")
    one.add_argument("--to", dest="target", type=Path, required=True, metavar="OUT.wav")

    one.add_argument("--voice", default="", metavar="VOICE", help=_("one of: assistant-gui voices list"))
    one.add_argument("--speed", type=_within("voice.speed"), help=_("1 is the voice's own"))
    one.add_argument("--language", default="", help=_("a code such as en or zh"))

    one = command("voices", _("what can speak here"))
    one.add_subparsers(dest="action", required=True, metavar="ACTION").add_parser(
        "list", help=_("which there are"), parents=[again]
    ).add_argument("--language", default="", help=_("only those that read it: a code such as en or zh"))

    one = command("conversations", _("what was said so far"))
    kept = one.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = kept.add_parser("list", help=_("which there are, newest change first"), parents=[again])
    which = listed.add_mutually_exclusive_group()
    which.add_argument("--archived", action="store_true", help=_("those in the archive"))
    which.add_argument("--trash", action="store_true", help=_("those in the trash"))
    show = kept.add_parser("show", help=_("read one"), parents=[again])
    show.add_argument("conversation", metavar="ID")
    delete = kept.add_parser("delete", help=_("put into the trash"), parents=[again])
    delete.add_argument("conversations", nargs="+", metavar="ID")
    delete.add_argument("--for-good", action="store_true", help=_("delete at once, not to be brought back"))
    restore = kept.add_parser("restore", help=_("bring back from the trash"), parents=[again])
    restore.add_argument("conversations", nargs="+", metavar="ID")

    one = command("search", _("find words in all that was said, and in titles"))
    one.add_argument("text")
    one.add_argument("--limit", type=_whole(1, 1_000_000), default=50, help=_("find at most so many"))

    one = command("import", _("take in conversations: from ChatGPT, Claude, Open WebUI, Jan, LM Studio, or JSON lines"))
    one.add_argument("file", type=Path)
    one.add_argument(
        "--map",
        dest="columns",
        default="",
        metavar="question=NAME,answer=NAME",
        help=_("which columns of a table are what; thread, rating and accepted tell which answer is best"),
    )

    one = command("export", _("write the conversations out, to keep them or for other programs"))
    one.add_argument(
        "--format",
        dest="form",
        choices=[str(form) for form in Form],
        default="",
        help=_(
            "own is a zip with everything, to be imported again; the others hold what is shown; "
            "without it the name of FILE decides"
        ),
    )
    one.add_argument(
        "--conversation", action="append", default=[], metavar="ID", help=_("only this one; may be repeated")
    )
    one.add_argument("--out", type=Path, metavar="FILE")

    one = command("backup", _("keep a checked copy of all conversations"))
    one.add_argument("--to", dest="target", type=Path, metavar="FILE", help=_("instead of the folder of backups"))

    one = command("restore", _("put a backup in place of the conversations; what is there now is kept aside"))
    way = one.add_mutually_exclusive_group()
    way.add_argument("file", nargs="?", type=Path, metavar="FILE", help=_("the newest one when none is named"))
    way.add_argument("--list", dest="listing", action="store_true", help=_("which backups there are"))
    way.add_argument("--salvage", action="store_true", help=_("no backup, but what can be read of a damaged file"))
    way.add_argument("--empty", action="store_true", help=_("no backup, but an empty history"))

    command("check", _("look whether all conversations are whole"))

    one = command("data", _("what there is to learn from"))
    taught = one.add_subparsers(dest="action", required=True, metavar="ACTION")
    listed = taught.add_parser("list", help=_("the answers, newest first"), parents=[again])
    listed.add_argument(
        "--show",
        choices=[str(each) for each in Show],
        default=str(Show.ALL),
        help=_("only these; unrated teach nothing"),
    )
    listed.add_argument("--text", default="", help=_("with these words in the question or the answer"))
    listed.add_argument("--first", type=_whole(0, 10**9), default=0, help=_("leave out so many"))
    listed.add_argument("--limit", type=_whole(1, 1_000_000), default=50, help=_("at most so many"))
    taught.add_parser("check", help=_("look for repetitions, secrets and personal data"), parents=[again]).add_argument(
        "--texts", type=Path, metavar="DIR", help=_("in the texts of this folder instead")
    )
    exported = taught.add_parser(
        "export", help=_("write what would be learned as messages JSON, with placeholders"), parents=[again]
    )
    exported.add_argument("--preferences", action="store_true", help=_("your votes in blind comparisons instead"))
    exported.add_argument("--out", type=Path, metavar="FILE")

    one = command("tune", _("fine-tune on the answers you corrected, rated up or imported"))
    add_flags(one)
    one.add_argument("--activate", action="store_true", help=_("use it at once when it is done"))

    one = command("runs", _("the training runs there are"))
    runs = one.add_subparsers(dest="action", required=True, metavar="ACTION")
    runs.add_parser("list", help=_("which there are, newest first"), parents=[again])
    for name, meaning in (
        ("show", _("how one went and what came of it")),
        ("pause", _("free the machine; nothing is lost")),
        ("resume", _("go on where it was")),
        ("keep", _("stop, and make an adapter of what was learned so far")),
        ("cancel", _("stop, and throw away what was learned")),
    ):
        asked = runs.add_parser(name, help=meaning, parents=[again])
        asked.add_argument("run", nargs="?", default="", metavar="ID", help=_("the newest one when none is named"))

    one = command("adapters", _("what fine-tuning made"))
    adapters = one.add_subparsers(dest="action", required=True, metavar="ACTION")
    adapters.add_parser("list", help=_("which there are"), parents=[again])
    shown = adapters.add_parser("show", help=_("what it was made from and what it is worth"), parents=[again])
    shown.add_argument("adapter", metavar="ID")
    compared = adapters.add_parser("compare", help=_("the figures of two beside each other"), parents=[again])
    compared.add_argument("adapter", metavar="ID")
    compared.add_argument("other", metavar="OTHER")
    compared.add_argument(
        "--prove", action="store_true", help=_("ask the engine which weights really answer under both names")
    )
    activated = adapters.add_parser("activate", help=_("answer with this one from now on"), parents=[again])
    activated.add_argument("adapter", metavar="ID")
    activated.add_argument(
        "--strength",
        type=_whole(0, 150),
        metavar="PERCENT",
        help=_("how much of it is added; 100 is as it was learned"),
    )
    adapters.add_parser("rollback", help=_("go back to what answered before"), parents=[again])
    adapters.add_parser(
        "judge", help=_("judge it by answers that it was not taught, once more or for the first time"), parents=[again]
    ).add_argument("adapter", metavar="ID")
    exported = adapters.add_parser("export", help=_("write it for other programs"), parents=[again])
    exported.add_argument("adapter", metavar="ID")
    exported.add_argument("--form", choices=[str(form) for form in AdapterForm], default=str(AdapterForm.PEFT))
    exported.add_argument("--out", type=Path, metavar="PATH", help=_("a file for the GGUF forms, else a folder"))
    imported = adapters.add_parser("import", help=_("take in a LoRA adapter that PEFT wrote"), parents=[again])
    imported.add_argument("folder", type=Path, metavar="DIR")
    imported.add_argument("--base", default="", metavar="MODEL", help=_("the model it was made for"))
    deleted = adapters.add_parser("delete", help=_("remove it for good"), parents=[again])
    deleted.add_argument("adapter", metavar="ID")

    one = command("models", _("the models on this machine"))
    models = one.add_subparsers(dest="action", required=True, metavar="ACTION")
    models.add_parser("list", help=_("which there are"), parents=[again])
    get = models.add_parser("get", help=_("download and check"), parents=[again])
    get.add_argument("models", nargs="*", metavar="MODEL")
    get.add_argument("--starter", action="store_true", help=_("all that a first start needs"))
    for name, meaning in (("verify", _("hash the files again")), ("remove", _("delete the files"))):
        models.add_parser(name, help=meaning, parents=[again]).add_argument("models", nargs="+", metavar="MODEL")

    command("doctor", _("look whether everything works here"))
    one = command("bench", _("measure how fast this machine is"))
    one.add_argument("what", nargs="?", choices=["voice"], help=_("the voice, on virtual sound devices; takes long"))
    one.add_argument("--runs", type=int, default=3)
    one.add_argument("--only", default="", metavar="NAME,…", help=_("these parts of the voice alone"))
    one.add_argument("--turns", type=_whole(1, 1000), default=30, help=_("how many questions are timed"))
    one.add_argument("--minutes", type=float, default=10.0, help=_("how long it speaks to itself"))
    one.add_argument("--clips", type=Path, metavar="DIR", help=_("recorded phrases, as WAV files, to speak with"))
    one.add_argument("--voice", default="system-voice", metavar="MODEL", help=_("the voice that answers"))
    one.add_argument("--save", type=Path, metavar="DIR", help=_("keep every single value there"))
    return top


def profile_named(typed: Sequence[str]) -> Path | None:
    """The profile named among what was *typed*, without understanding the rest."""
    alone = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    alone.add_argument("--profile", type=Path)
    try:
        known, _rest = alone.parse_known_args(typed)
    except argparse.ArgumentError:  # said by the real parser, in the right language
        return None
    return known.profile if isinstance(known.profile, Path) else None


def _within(key: str) -> Callable[[str], float]:
    """Reads a number that setting *key* could be."""
    usual, meaning = next((value, meaning) for known, value, meaning in items(Settings()) if known == key)
    kind = int if isinstance(usual, int) else float

    def number(typed: str) -> float:
        value = kind(typed)
        if not (meaning.low or 0) <= value <= (meaning.high or value):
            raise ValueError
        return value

    number.__name__ = "number"  # argparse: "invalid number value"
    return number


def _whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number that can be meant."""

    def number(typed: str) -> int:
        value = int(typed)
        if not least <= value <= most:
            raise ValueError
        return value

    return number  # argparse: "invalid number value"


def writes(arguments: argparse.Namespace) -> bool:
    """Whether the command changes what is stored, and so needs the profile to itself."""
    only_tells = arguments.command == "restore" and arguments.listing
    return full_name(arguments) in WRITING and not only_tells


def full_name(arguments: argparse.Namespace) -> str:
    """``adapters activate`` and the like."""
    return " ".join(filter(None, (arguments.command, getattr(arguments, "action", ""))))
