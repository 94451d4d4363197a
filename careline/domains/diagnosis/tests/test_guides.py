"""The guides we ship: they load, they speak plainly, and they never take money in vain."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from careline.domains.diagnosis.probes import guide_vocabulary
from careline.guidebook.read import read_guides
from careline.guidebook.think import think
from careline.guidebook.values import SILENT, Did, Event, Found, Guide, Outcome, StepKind, Who

ROOT = Path(__file__).parents[4]
CONTENT = ROOT / "content" / "guides"
LIST = ROOT.parent / "shared" / "domain" / "root-causes.csv"
"""The list of contact reasons, where it lies beside the repository; only this evaluation reads it."""

BOOK = read_guides(CONTENT, guide_vocabulary())
SHIPPED = {"BILL-01", "MSG-02", "MSG-05", "NET-01", "NET-04", "NET-05", "PAY-07"}

LONGEST = 62
"""Words that can be said in one breath-and-a-half; more is said in two steps."""

BLAME = re.compile(
    r"\b(your fault|you (forgot|failed|should have|must have|broke)|obviously|simply|just do|as I said|calm down|"
    r"why did you|mistake of yours|unfortunately for you)\b",
    re.IGNORECASE,
)
JARGON = re.compile(
    r"\b(ICCID|IMSI|IMEI|HLR|HSS|UDM|provision\w*|toggle|reboot|credentials|latency|configuration|RAT|DNN|throttl\w*|"
    r"SMSC|backend|escalat\w*|tier \d|troubleshoot\w*|refuel\w*|prorat\w*)\b",
    re.IGNORECASE,
)


def said(guide: Guide) -> Iterator[tuple[str, str]]:
    """Everything that is said to the customer, with its place."""
    for cause in guide.causes.values():
        yield f"{cause.place} tell", cause.tell
    for check in guide.checks.values():
        yield f"{check.place} ask", check.ask
        yield f"{check.place} help", check.help
    for remedy in guide.remedies.values():
        yield from ((f"{remedy.place} {key}", getattr(remedy, key)) for key in ("do", "help", "consent"))
    for handover in guide.handovers.values():
        yield f"{handover.place} say", handover.say


def test_every_guide_can_be_used() -> None:
    assert [str(problem) for problem in BOOK.problems] == []
    assert set(BOOK.guides) >= SHIPPED


@pytest.mark.parametrize("reason", sorted(BOOK.guides))
def test_what_is_said_is_plain_short_and_kind(reason: str) -> None:
    wrong = []
    for place, words in said(BOOK.guides[reason]):
        if BLAME.search(words) or JARGON.search(words):
            wrong.append(f"{place}: {(BLAME.search(words) or JARGON.search(words))[0]}")  # type: ignore[index]
        if len(words.split()) > LONGEST:
            wrong.append(f"{place}: {len(words.split())} words")
        if any(len(sentence.split()) > 30 for sentence in re.split(r"[.?!:]", words)):
            wrong.append(f"{place}: a sentence of more than 30 words")
    assert wrong == []


@pytest.mark.parametrize("reason", sorted(BOOK.guides))
def test_who_cannot_find_it_is_helped(reason: str) -> None:
    guide = BOOK.guides[reason]
    steps = [each for each in guide.checks.values() if each.who not in SILENT]
    remedies = [each for each in guide.remedies.values() if each.who is not Who.EXPERT]
    assert [str(each.place) for each in [*steps, *remedies] if not each.help] == []


def test_words_of_art_are_explained_where_they_are_used() -> None:
    explained = {"APN": "also called APN", "VPN": "private tunnel", "eSIM": "the SIM inside the phone"}
    for guide in BOOK.guides.values():
        words = " ".join(text for _, text in said(guide))
        for word, meaning in explained.items():
            assert word not in words or meaning in words, f"{guide.id} says {word} without: {meaning}"


def test_every_guide_draws_on_the_list_of_reasons() -> None:
    """Root causes are named as in the list of contact reasons: reason, slash, letter."""
    for guide in BOOK.guides.values():
        named = [cause.root_cause for cause in guide.causes.values()]
        assert all(re.fullmatch(r"[A-Z]+-\d\d(/[a-z])?", name) for name in named), guide.id


def _events(guide: Guide, **found: str) -> list[Event]:
    """Findings given as reading=finding (underscores for hyphens), all gathered before the first question."""
    events: list[Event] = []
    for reading, finding in found.items():
        name = reading.replace("_", "-")
        check = next(check for check in guide.checks.values() if name in check.readings)
        events.append(Found(check.id, {name: finding}, silent=check.who in SILENT))
    return events


@pytest.mark.parametrize(
    ("reason", "found", "handover"),
    [
        ("NET-01", {"suspension": "contract-ended"}, "contract-choices"),
        ("NET-01", {"suspension": "not-in-service"}, "contract-choices"),
        ("NET-01", {"suspension": "other-reason"}, "suspension-review"),
        ("NET-01", {"suspension": "none", "sim": "locked"}, "sim-security"),
        ("NET-01", {"suspension": "none", "outage": "open"}, "network-operations"),
        ("PAY-07", {"suspension": "unpaid-bill", "paid_already": "yes"}, "payment-search"),
        ("PAY-07", {"suspension": "payment-on-its-way"}, "payment-trace"),
        ("MSG-05", {"voicemail_box": "locked"}, "pin-reset"),
        ("BILL-01", {"bill_rest": "unexplained"}, "billing-review"),
    ],
)
def test_what_only_others_can_repair_is_handed_over(reason: str, found: dict[str, str], handover: str) -> None:
    guide = BOOK.guides[reason]
    situation = think(guide, _events(guide, **found))
    assert (situation.kind, situation.id) == (StepKind.HAND_OVER, handover)


@pytest.mark.parametrize("reason", ["NET-01", "NET-04", "MSG-02"])
def test_no_payment_is_asked_for_before_the_sim_has_been_seen(reason: str) -> None:
    guide = BOOK.guides[reason]
    unseen = think(guide, _events(guide, suspension="unpaid-bill", sim_change="none"))
    assert "pay-overdue-bill" not in {option.id for option in unseen.options}
    seen = think(guide, _events(guide, suspension="unpaid-bill", sim_change="none", sim="active"))
    assert "pay-overdue-bill" in {option.id for option in seen.options}


def test_no_money_is_asked_for_twice() -> None:
    guide = BOOK.guides["PAY-07"]
    events = _events(guide, suspension="unpaid-bill", sim_change="none", sim="active")
    assert "pay-overdue-bill" not in {option.id for option in think(guide, events).options}
    events += _events(guide, paid_already="no")
    assert "pay-overdue-bill" in {option.id for option in think(guide, events).options}


def test_a_resumed_line_asks_for_a_restart() -> None:
    guide = BOOK.guides["NET-01"]
    before = _events(guide, suspension="paid-up", sim_change="none", airplane="off", sim="active")
    resumed = [*before, Did("resume-line", Outcome.DONE), *_events(guide, suspension="none")]
    assert think(guide, before).beliefs["restart-needed"] < 0.1
    assert think(guide, resumed).beliefs["restart-needed"] > 0.9


def test_the_list_of_reasons_is_the_one_we_name() -> None:
    if not LIST.exists():
        pytest.skip("the list of contact reasons does not lie beside the repository")
    with LIST.open(newline="", encoding="utf-8") as rows:
        known = {f"{row['reason_id']}/{row['cause']}" for row in csv.DictReader(rows)}
    reasons = {name.partition("/")[0] for name in known}
    for guide in BOOK.guides.values():
        for cause in guide.causes.values():
            assert cause.root_cause in known | reasons, f"{cause.place}: {cause.root_cause}"
