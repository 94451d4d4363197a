"""`careline guide`: list and check the guides, draw one, ask what it would do next, and learn from closed contacts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from careline.domains.diagnosis.api import guide_vocabulary
from careline.guidebook.api import draw, read_guides, think, what_answers_lead_to
from careline.guidebook.values import Did, Event, Found, Guide, Guidebook, Outcome, Situation, StepKind
from careline.interfaces.cli import learning

NAME = "guide"
HELP = "list and check the guides, draw one, ask what it would do next, or learn from closed contacts"
FINE, FOUND_SOMETHING, CANNOT = 0, 1, 2


class NotUnderstood(ValueError):
    """Something on the command line is no word of the guide; the message says which words there are."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare list, check, draw, think and learn."""
    inside = parser.add_subparsers(dest="guide_command", metavar="WHAT", required=True)
    every = inside.add_parser("list", help="list the guides that can be used")
    check = inside.add_parser("check", help="read every guide, report each mistake with its line")
    picture = inside.add_parser("draw", help="draw one guide as SVG")
    picture.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file to write (default: print it)")
    ahead = inside.add_parser(
        "think", help="say what to do next, and why, e.g. think NET-01 suspension=none airplane=on"
    )
    past = inside.add_parser("learn", help="learn from closed contacts how likely causes are, per market and device")
    learning.add_arguments(past)
    for one in (picture, ahead):
        one.add_argument("reason", help="the contact reason, e.g. MSG-02")
    ahead.add_argument(
        "events",
        nargs="*",
        metavar="event",
        help="in order: reading=finding for what was found; remedy:done, :cannot or :refused for what was tried",
    )
    for one in (every, check, picture, ahead, past):
        one.add_argument(
            "--content", type=Path, metavar="FOLDER", help="the content folder (default: the operator's own)"
        )


def run(args: argparse.Namespace) -> int:
    """This function will run one of list, check, draw, think and learn: 0 fine, 1 mistakes were found, 2 not understood."""
    book = read_guides((args.content or _content()) / "guides", guide_vocabulary())
    console = Console(highlight=False)
    try:
        match args.guide_command:
            case "list":
                return _list(book, console)
            case "check":
                return _check(book, console)
            case "draw":
                return _draw(_guide(book, args.reason), args.output, console)
            case "learn":
                return learning.learn(book, args, console)
            case _:
                return _think(_guide(book, args.reason), args.events, console)
    except NotUnderstood as problem:
        console.print(escape(str(problem)))
        return CANNOT


def _content() -> Path:
    from django.conf import settings

    return Path(settings.CONTENT)


def _guide(book: Guidebook, reason: str) -> Guide:
    guide = book.guides.get(reason.upper())
    if guide is None:
        raise NotUnderstood(f"There is no guide {reason} that can be used. There are: {', '.join(sorted(book.guides))}")
    return guide


def _list(book: Guidebook, console: Console) -> int:
    table = Table(
        "reason", "what the customer says", "causes", "checks", "remedies", "hand-overs", "reviewed", box=None
    )
    for guide in sorted(book.guides.values(), key=lambda each: each.id):
        parts = (guide.causes, guide.checks, guide.remedies, guide.handovers)
        table.add_row(guide.id, escape(guide.title), *(str(len(part)) for part in parts), guide.reviewed)
    console.print(table)
    if book.problems:
        console.print(f"{_mistakes(book)}; `careline guide check` tells them.")
    return FINE


def _mistakes(book: Guidebook) -> str:
    count = len(book.problems)
    return f"{count} mistake{'' if count == 1 else 's'} in guides that are not used"


def _check(book: Guidebook, console: Console) -> int:
    for problem in book.problems:
        console.print(f"[red]{escape(str(problem))}[/red]", soft_wrap=True)
    console.print(f"{len(book.guides)} guides can be used, {len(book.problems)} mistakes found.")
    return FOUND_SOMETHING if book.problems else FINE


def _draw(guide: Guide, output: Path | None, console: Console) -> int:
    picture = draw(guide)
    if output is None:
        print(picture)
        return FINE
    output.write_text(picture, encoding="utf-8")
    console.print(f"Drew {guide.id} into {escape(str(output))}.")
    return FINE


# --- think -------------------------------------------------------------------------------------------------------


def events_of(guide: Guide, written: Sequence[str]) -> list[Event]:
    """This function will read events written as `reading=finding` or `remedy:outcome`, or raise NotUnderstood."""
    return [_found(guide, each) if "=" in each else _did(guide, each) for each in written]


def _found(guide: Guide, written: str) -> Found:
    reading, _, finding = written.partition("=")
    if reading not in guide.readings:
        raise NotUnderstood(f"{guide.id} has no reading {reading!r}. There are: {', '.join(sorted(guide.readings))}")
    known = [each.id for each in guide.readings[reading].findings]
    if finding not in [*known, "unknown"]:
        raise NotUnderstood(f"{reading} is {', '.join(known)} or unknown, not {finding!r}")
    check = next(check for check in guide.checks.values() if reading in check.readings)
    return Found(check.id, {reading: finding}, silent=bool(check.probe))


def _did(guide: Guide, written: str) -> Did:
    remedy, _, outcome = written.partition(":")
    if remedy not in guide.remedies:
        known = ", ".join(sorted(guide.remedies))
        raise NotUnderstood(f"{written!r} is neither reading=finding nor remedy:done. Remedies are: {known}")
    try:
        return Did(remedy, Outcome(outcome or "done"))
    except ValueError:
        raise NotUnderstood(f"A remedy comes out done, cannot, refused or denied, not {outcome!r}") from None


def _think(guide: Guide, written: Sequence[str], console: Console) -> int:
    events = events_of(guide, written)
    situation = think(guide, events)
    console.print(f"[bold]{escape(_step(guide, situation))}[/bold]\n{escape(situation.why)}\n")
    for line in _words(guide, situation):
        console.print(escape(line))
    _beliefs(guide, situation, console)
    _leads(guide, events, situation, console)
    return FINE


def _step(guide: Guide, situation: Situation) -> str:
    titles = {
        StepKind.CHECK: {one.id: one.title for one in guide.checks.values()},
        StepKind.REMEDY: {one.id: one.title for one in guide.remedies.values()},
        StepKind.HAND_OVER: {one.id: one.title for one in guide.handovers.values()},
    }
    if situation.kind is StepKind.SOLVED:
        return "Solved"
    kind, title = situation.kind.replace("_", " ").capitalize(), titles[situation.kind][situation.id]
    return f"{kind}: {title} ({situation.id})"


def _words(guide: Guide, situation: Situation) -> list[str]:
    match situation.kind:
        case StepKind.CHECK:
            return [f"Say: {guide.checks[situation.id].ask}", ""]
        case StepKind.REMEDY:
            remedy = guide.remedies[situation.id]
            return [f"Say: {words}" for words in (remedy.consent, remedy.do) if words] + [""]
        case StepKind.HAND_OVER:
            return [f"Say: {guide.handovers[situation.id].say}", ""]
        case _:
            return []


def _beliefs(guide: Guide, situation: Situation, console: Console) -> None:
    table = Table("how likely", "cause", box=None)
    for cause in sorted(situation.beliefs, key=lambda each: -situation.beliefs[each])[:8]:
        table.add_row(f"{situation.beliefs[cause]:.0%}", f"{escape(guide.causes[cause].title)} ({cause})")
    console.print(table)


def _leads(guide: Guide, events: Sequence[Event], situation: Situation, console: Console) -> None:
    leads = what_answers_lead_to(guide, events, situation)
    if not leads:
        return
    table = Table("if the answer is", "then next", "and likeliest is", box=None)
    for lead in leads:
        table.add_row(
            lead.answer, f"{lead.next_kind.replace('_', ' ')} {lead.next_id}", f"{lead.top_cause} {lead.top_belief:.0%}"
        )
    console.print()
    console.print(table)
