"""adapters: what fine-tuning made, what it is worth, and which one answers."""

import argparse
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core import cardwords, comparingwords
from assistant_gui.core.card import Card, Score
from assistant_gui.core.comparing import Proven, Tallied
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.forms import FILES, AdapterForm, clean_name
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter
from assistant_gui.core.lineage import Lineage
from assistant_gui.core.turn import Turn


def adapters(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    return _ACTIONS[arguments.action](arguments, parts, out, turn)


def activated(adapter: Adapter | None, parts: Parts, out: Out, *, quiet: bool = False) -> None:
    """Say which model answers from now on, and tell whoever shows it."""
    parts.adapter_changed(adapter)
    name, title = parts.model_in_use()
    if not quiet:
        out.result(
            {"active": adapter.id if adapter else None, "model": name},
            _("From now on {title} answers.").format(title=title),
        )


def _list(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    found = parts.school.adapters()
    for each in found:
        mark = "*" if each.active else " "
        learned = _learned(each).format(base=each.base, count=each.examples)
        out.result(asdict(each), f"{mark} {each.id}  {each.name}  ({learned})")
    if not found:
        out.say(_("There are no adapters yet: assistant-gui tune makes one."))
    return 0


def _learned(adapter: Adapter) -> str:
    if adapter.texts:
        both = _("{base}, learned from {count} answers and from texts")
        return both if adapter.examples else _("{base}, learned from texts alone")
    return _("{base}, learned from {count} answers") if adapter.examples else _("{base}, brought in from elsewhere")


def _show(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    adapter = _named(arguments.adapter, parts)
    lineage, card = parts.school.lineage(adapter.id), parts.school.card(adapter.id)
    votes = parts.comparing.tallied(adapter.id)
    told = {
        **asdict(adapter),
        "lineage": asdict(lineage),
        "card": _plain(card) if card else None,
        "votes": [_counted(each) for each in votes],
    }
    out.result(told, *_about(adapter, lineage), *_judged(card), *map(comparingwords.so_far, votes))
    return 0


def _compare(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    """The scores of two adapters beside each other; they mean something only on the same conversations."""
    one, other = (_named(each, parts) for each in (arguments.adapter, arguments.other))
    cards = parts.school.card(one.id), parts.school.card(other.id)
    if cards[0] is None or cards[1] is None:
        unjudged = one if cards[0] is None else other
        raise AssistantError(
            N_("{adapter} was never judged."),
            N_("Have it judged first: assistant-gui adapters judge."),
            adapter=unjudged.name,
        )
    comparable = cards[0].held_out == cards[1].held_out
    scores = {each.name: each for each in cards[1].scores}
    both = [(each, scores[each.name]) for each in cards[0].scores if each.name in scores]
    told = [
        {"name": a.name, "wanted": a.wanted, "one": _finite(a.candidate), "other": _finite(b.candidate)}
        for a, b in both
    ]
    votes = [each for each in parts.comparing.tallied(one.id) if each.against == other.id]
    codes = [parts.school.lineage(each.id).fingerprint for each in (one, other)]
    proven = _proven(one, other, parts, turn) if arguments.prove else ()
    out.result(
        {
            "one": one.id,
            "other": other.id,
            "comparable": comparable,
            "scores": told,
            "votes": [_counted(each) for each in votes],
            "fingerprints": dict(zip(("one", "other"), codes, strict=True)),
            "proven": [{"adapter": each.side.adapter, "code": each.code, "proof": each.proof} for each in proven],
        },
        f"{one.name} | {other.name}",
        *(f"{a.name:<14} {a.candidate:>10.4g} {b.candidate:>10.4g}" for a, b in both),
        *([f"{_('fingerprint'):<14} {codes[0]:>10} {codes[1]:>10}"] if any(codes) else []),
        *map(comparingwords.so_far, votes),
        *map(comparingwords.weights, proven),
    )
    if not comparable:
        out.say(_("They were judged on different conversations, so their figures cannot be held against each other."))
    return 0


def _proven(one: Adapter, other: Adapter, parts: Parts, turn: Turn) -> Sequence[Proven]:
    """Which weights answer under both names, measured at the engine."""
    matches = parts.comparing.matches(one.id)
    match = next((each for each in matches if each.old.adapter == other.id), None)
    if match is None:
        raise AssistantError(N_("They are not of the same base model."), N_("Choose two of the same one."))
    return parts.comparing.prove(match, turn)


def _activate(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    if arguments.strength is not None:
        parts.school.strengthen(arguments.adapter, arguments.strength / 100)
    activated(parts.school.activate(arguments.adapter), parts, out)
    return 0


def _rollback(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    activated(parts.school.rollback(), parts, out)
    return 0


def _delete(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    adapter = _named(arguments.adapter, parts)
    parts.school.delete_adapter(adapter.id)
    out.result({"deleted": adapter.id}, _("{adapter} is deleted.").format(adapter=adapter.name))
    if adapter.active:
        activated(None, parts, out, quiet=out.as_json)
    return 0


def _export(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    adapter, form = _named(arguments.adapter, parts), AdapterForm(arguments.form)
    file = arguments.out or Path(f"{clean_name(adapter.name)}-{form}{'.gguf' if form in FILES else ''}")
    parts.school.export(adapter.id, form, file, turn, lambda share: out.progress(_share(share)))
    out.done_progressing()
    out.result({"adapter": adapter.id, "form": form, "written": str(file)}, _("Written: {file}").format(file=file))
    return 0


def _import(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    base = arguments.base or parts.settings.chat.model
    adapter = parts.school.bring_in(arguments.folder, base, turn, lambda share: out.progress(_share(share)))
    out.done_progressing()
    ready = _("The adapter {adapter} is ready: assistant-gui adapters activate {adapter}").format(adapter=adapter.id)
    out.result(asdict(adapter), ready)
    return 0


def _judge(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    """Once more, or for the first time: there was no memory for it, or the adapter came from elsewhere."""
    adapter = _named(arguments.adapter, parts)
    parts.school.judge(adapter.id, turn, lambda share: out.progress(_share(share)))
    out.done_progressing()
    card = parts.school.card(adapter.id)
    out.result({"adapter": adapter.id, "card": _plain(card) if card else None}, *_judged(card))
    return 0


def _share(share: float) -> str:
    return _("{share} done").format(share=f"{share:.0%}")


_ACTIONS: Final[Mapping[str, Callable[[argparse.Namespace, Parts, Out, Turn], int]]] = {
    "list": _list,
    "show": _show,
    "compare": _compare,
    "activate": _activate,
    "rollback": _rollback,
    "judge": _judge,
    "export": _export,
    "import": _import,
    "delete": _delete,
}


def _named(id: str, parts: Parts) -> Adapter:
    found = next((each for each in parts.school.adapters() if each.id == id), None)
    if found is None:
        raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=id)
    return found


def _about(adapter: Adapter, lineage: Lineage) -> list[str]:
    plan = ", ".join(f"{name} {value}" for name, value in lineage.settings if value != "")
    parity = lineage.parity
    facts = [
        (_("name"), adapter.name),
        (_("base"), f"{adapter.base} {lineage.base_sha256[:12]}"),
        (_("compared with"), lineage.parent or _("the base")),
        (_("strength"), f"{adapter.strength:.0%}"),
        (
            _("learned from"),
            _("{n} answers in {of} conversations").format(n=lineage.examples, of=lineage.conversations)
            if lineage.examples
            else "",
        ),
        (_("data"), lineage.data_sha256[:12]),
        (_("texts"), lineage.texts_sha256[:12]),
        (_("template"), lineage.template_sha256[:12]),
        (_("tokenizer"), lineage.tokenizer_sha256[:12]),
        (_("fingerprint"), lineage.fingerprint),
        (_("size"), f"{lineage.size_bytes / 2**20:.1f} MB"),
        (_("settings"), plan),
        (_("notes"), adapter.notes),
    ]
    if parity is not None:
        apart = _("{apart} nats apart from the training, the base {base}, at {n} positions")
        facts.append((_("engine"), apart.format(apart=parity.apart, base=parity.base_apart, n=parity.positions)))
    return [adapter.id, *(f"  {name}: {value}" for name, value in facts if value)]


def _judged(card: Card | None) -> list[str]:
    if card is None:
        return [_("It was never judged.")]
    held_out = _("judged on {n} answers in {of} conversations").format(
        n=card.held_out_examples, of=card.held_out_conversations
    )
    return [
        f"{_(cardwords.VERDICTS[card.verdict])} ({held_out})",
        *(f"  {_(reason)}" for reason in card.reasons),
        *map(_line, card.scores),
    ]


def _line(score: Score) -> str:
    interval = "" if math.isinf(score.low) or math.isinf(score.high) else f" ({score.low:+.4g} … {score.high:+.4g})"
    three = f"{score.base:>10.4g} {score.current:>10.4g} {score.candidate:>10.4g}"
    return f"  {score.name:<14}{three}  {score.difference:+.4g}{interval}"


def _counted(tallied: Tallied) -> dict[str, object]:
    low, high = tallied.count.interval
    return {"against": tallied.against, **asdict(tallied.count), "low": low, "high": high}


def _plain(card: Card) -> dict[str, object]:
    """JSON has no infinity: a bound that is not there is null."""
    scores = [{name: _finite(value) for name, value in asdict(score).items()} for score in card.scores]
    return {**asdict(card), "scores": scores, "reasons": [_(reason) for reason in card.reasons]}


def _finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value
