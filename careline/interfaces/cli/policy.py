"""`careline policy`: check the policies, read one, and ask what they say about a situation."""

from __future__ import annotations

import argparse
from datetime import UTC, date, datetime, time
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from careline.domains.diagnosis.api import VOCABULARY
from careline.policybook.api import (
    Decision,
    Effect,
    Fact,
    Policybook,
    PolicyPage,
    Problem,
    decide,
    page_of,
    read_authority,
    read_policies,
    read_value,
)

NAME = "policy"
HELP = "check the policies, show one, or decide a situation by them"
FINE, FOUND_SOMETHING, CANNOT = 0, 1, 2
_COLOURS = {Effect.GRANT: "green", Effect.ASK: "yellow", Effect.REFUSE: "red"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare check, show and decide."""
    inside = parser.add_subparsers(dest="policy_command", metavar="WHAT", required=True)
    check = inside.add_parser("check", help="read every policy and rate, run every example, report what is wrong")
    show = inside.add_parser("show", help="print one policy as people read it, e.g. data/add-data")
    show.add_argument("policy", help="folder and name, e.g. data/add-data")
    choose = inside.add_parser("decide", help="decide an act, e.g. decide roaming.enable line.roaming_enabled=no")
    choose.add_argument("act", help=f"one of {', '.join(VOCABULARY.acts)}")
    choose.add_argument(
        "facts", nargs="*", metavar="fact=value", help="e.g. data.left_gb=-0.1; leave out what is not known"
    )
    for one in (check, show, choose):
        one.add_argument(
            "--content", type=Path, metavar="FOLDER", help="the content folder (default: the operator's own)"
        )
    for one in (show, choose):
        one.add_argument("--on", type=date.fromisoformat, metavar="DAY", help="the day it is about (default: today)")


def run(args: argparse.Namespace) -> int:
    """This function will run one of check, show and decide: 0 fine, 1 problems were found, 2 not understood."""
    content = args.content or _content()
    book = read_policies(content / "policies", rates=content / "rates", vocabulary=VOCABULARY)
    console = Console(highlight=False)
    match args.policy_command:
        case "check":
            return _check(book, content, console)
        case "show":
            return _show(book, args.policy, args.on or _today(), console)
        case _:
            return _decide(book, args.act, args.facts, args.on or _today(), console)


def _content() -> Path:
    from django.conf import settings

    return Path(settings.CONTENT)


def _today() -> date:
    return datetime.now(UTC).date()


def _check(book: Policybook, content: Path, console: Console) -> int:
    tables, problems = read_authority(content / "rates" / "authority.yaml")
    found: list[Problem] = [*book.problems, *problems]
    for problem in found:
        console.print(escape(str(problem)), soft_wrap=True, style="red")
    rules = sum(len(policy.rules) for policy in book.policies)
    examples = sum(len(policy.examples) for policy in book.policies)
    console.print(
        f"{len(book.policies)} policies with {rules} clauses hold, {examples} examples came out as written, "
        f"{len(book.rates.by_name)} dated rates, {len(tables.tables)} tables of authority; "
        f"{len(found) or 'no'} problem{'' if len(found) == 1 else 's'}."
    )
    return FOUND_SOMETHING if found else FINE


def _show(book: Policybook, policy_id: str, day: date, console: Console) -> int:
    page = page_of(book, policy_id, day)
    if page is None:
        known = ", ".join(sorted({policy.id for policy in book.policies}))
        console.print(escape(f"There is no sound policy {policy_id}. There are: {known}"), style="red")
        return CANNOT
    _print_page(page, console)
    return FINE


def _print_page(page: PolicyPage, console: Console) -> None:
    console.print(f"\n[bold]{escape(page.title)}[/bold]  ({page.id})")
    console.print(f"{page.act}: {page.act_in_words}; owner {page.owner}; in force {page.in_force}")
    console.print(f"{escape(page.citation)}\nhash {page.hash}\n", style="dim")
    for paragraph in page.intro:
        console.print(escape(paragraph) + "\n")
    for clause in page.clauses:
        console.print(f"[bold]{clause.heading}[/bold]  [dim]#{clause.anchor}[/dim]")
        console.print(escape("\n".join(clause.paragraphs)))
        when = "; ".join(clause.conditions) or "always"
        colour = _COLOURS[clause.effect]
        amount = f", amount: {clause.amount}" if clause.amount else ""
        console.print(f"  [{colour}]{clause.lead}[/{colour}] {escape(when)}{escape(amount)}")
        if clause.instead_of:
            console.print(f"  goes instead of {', '.join(clause.instead_of)}")
        console.print(f"  [italic]“{escape(clause.say)}”[/italic]\n")
    for what, amount, citation in page.rates:
        console.print(f"{escape(what)}: {escape(amount)} [dim]({escape(citation)})[/dim]")


def _decide(book: Policybook, act: str, written: list[str], day: date, console: Console) -> int:
    if act not in VOCABULARY.acts:
        console.print(escape(f"Unknown act {act}. There are: {', '.join(VOCABULARY.acts)}"), style="red")
        return CANNOT
    try:
        facts = dict(_fact(one, act) for one in written)
    except ValueError as error:
        console.print(escape(str(error)), style="red")
        return CANNOT
    _print_decision(decide(book, act, facts, datetime.combine(day, time(12), UTC), trace=True), console)
    return FINE


def _fact(written: str, act: str) -> tuple[str, Fact]:
    name, equals, text = written.partition("=")
    word = VOCABULARY.facts.get(name)
    if not equals or word is None or name not in VOCABULARY.acts[act].facts:
        raise ValueError(f"{written!r} is not fact=value; {act} knows {', '.join(VOCABULARY.acts[act].facts)}")
    return name, read_value(text, word)


def _print_decision(decision: Decision, console: Console) -> None:
    colour = _COLOURS[decision.effect]
    amount = f", {decision.amount}" if decision.amount is not None else ""
    console.print(f"[{colour} bold]{decision.effect}[/] by {decision.clause.policy}#{decision.clause.rule}{amount}")
    console.print(f"[italic]“{escape(decision.say)}”[/italic]")
    if decision.ask_for:
        console.print(f"ask for: {escape('; '.join(decision.ask_for))}")
    table = Table("clause", "applies", "because", box=None, pad_edge=False)
    for line in decision.trace:
        table.add_row(line.rule, "yes" if line.applies else "no", escape(line.because))
    console.print(table)
    console.print(f"hash {decision.policy_hash or 'none'}", style="dim")
