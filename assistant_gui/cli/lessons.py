"""data: what there is to learn from, what is wrong with it, and all of it for other programs."""

import argparse
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from assistant_gui import whole
from assistant_gui.cli import textual
from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import GUESSED, TITLES, Findings, Private, Show, Wanted
from assistant_gui.core.turn import Turn

_WIDTH = 60


def data(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    match arguments.action:
        case "list":
            return _list(arguments, parts, out)
        case "check":
            return _check_texts(arguments.texts, parts, out, turn) if arguments.texts else _check(parts, out, turn)
        case _:
            return _export(arguments, parts, out, turn)


def _list(arguments: argparse.Namespace, parts: Parts, out: Out) -> int:
    wanted = Wanted(Show(arguments.show), arguments.text)
    listed = parts.lessons.list(wanted, arguments.first, arguments.limit)
    for each in listed.entries:
        why = each.mark or each.signal or "unrated"
        out.result(asdict(each), f"{each.id}  {why}  {_short(each.question)} → {_short(each.answer)}")
    more = listed.total - arguments.first - len(listed.entries)
    if more > 0:
        out.say(_("… and {count} more.").format(count=more))
    if not listed.total:
        out.say(_("There are no such answers."))
    return 0


def _check(parts: Parts, out: Out, turn: Turn) -> int:
    findings = parts.lessons.check(turn, lambda seen: out.progress(_("Examples so far: {count}").format(count=seen)))
    out.done_progressing()
    out.result(_told(findings), *_sentences(findings))
    return 0


def _check_texts(folder: Path, parts: Parts, out: Out, turn: Turn) -> int:
    found = parts.texts.look(folder.absolute(), turn, textual.progress(out))
    out.done_progressing()
    out.result(textual.told(found), *textual.sentences(found))
    return 0


def _told(findings: Findings) -> dict[str, object]:
    """Without what is private itself: who asks for that reads the conversation."""
    leaks = [
        {"example": each.example, "message": each.message, "start": each.start, "end": each.end, "kind": each.kind,
         "placeholder": each.placeholder, "confirmed": each.confirmed, "left": each.left}
        for each in findings.leaks
    ]  # fmt: skip
    return {**asdict(findings), "leaks": leaks, "kinds": findings.kinds}


def _sentences(findings: Findings) -> list[str]:
    counted = (
        (N_("Kept aside, to judge what was learned and to know when to stop: {count}."), findings.aside),
        (N_("Left out, as they say the same as another one or nearly: {count}."), len(findings.repeats)),
        (N_("Left out, as their question was asked in the same form three times: {count}."), len(findings.crowded)),
        (N_("Left out, as they are too near to what judges: {count}."), len(findings.judged)),
        (N_("Left out, as their answer is probably too long: {count}."), len(findings.too_long)),
    )
    said = [_("Answers: {count}, of which would be learned: {teaching}.").format(
        count=findings.examples, teaching=findings.teaching
    )]  # fmt: skip
    said += [_(sentence).format(count=count) for sentence, count in counted if count]
    said += [_kind(kind, count, findings) for kind, count in findings.kinds.items()]
    if findings.unnamed:
        said.append(_("… and {count} more.").format(count=findings.unnamed))
    return said


def _kind(kind: Private, count: int, findings: Findings) -> str:
    confirmed = any(each.confirmed for each in findings.leaks if each.kind is kind)
    if kind in GUESSED and not confirmed:
        sentence = _("{kind}: {count}, learned as they are until you confirm placeholders.")
    else:
        sentence = _("{kind}: {count}, learned as placeholders.")
    return sentence.format(kind=_(TITLES[kind]), count=count)


def _export(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    lines = parts.lessons.preferences() if arguments.preferences else parts.lessons.export()
    if arguments.out is None:
        for line in lines:
            turn.check()
            out.answer(line)
        return 0
    count = _written(arguments.out, lines, turn)
    out.result(
        {"file": str(arguments.out), "examples": count},
        _("Examples in {file}: {count}.").format(file=arguments.out, count=count),
    )
    return 0


def _written(file: Path, lines: Iterator[str], turn: Turn) -> int:
    """The whole file or none."""
    count = 0
    try:
        with whole.written(file) as writing:
            for line in lines:
                turn.check()
                writing.write(line.encode())
                count += 1
    except OSError as error:
        raise AssistantError(
            N_("{file} cannot be written: {reason}."),
            N_("Choose another place."),
            file=file,
            reason=error.strerror or error,
        ) from error
    return count


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"
