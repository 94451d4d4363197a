"""Why the newest bill differs from the one before: the two bills compared by line and charge code.

The parts must add up to the whole difference, to the cent; what is left over is said to be unexplained and never
blamed on something else. Source: field guide 4.2, "explain-my-bill".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from careline.domains.diagnosis.ports import BillView, RecordsSnapshot
from careline.guidebook.values import UNKNOWN

BILL_READINGS: Mapping[str, tuple[str, ...]] = {
    "bill-plan": ("same", "changed"),
    "bill-promotion": ("same", "ended"),
    "bill-discount": ("same", "lost"),
    "bill-instalment": ("same", "new"),
    "bill-one-time": ("none", "found"),
    "bill-usage": ("none", "found"),
    "bill-price": ("same", "raised"),
    "bill-rest": ("explained", "unexplained"),
    "bill-before": ("settled", "open"),
}
"""Reading -> findings; each says whether that kind of charge made the newest bill higher."""

KINDS: Mapping[str, frozenset[str]] = {
    "bill-plan": frozenset({"plan", "proration", "plan-credit", "feature", "add-on", "line"}),
    "bill-promotion": frozenset({"promo", "promotion", "credit"}),
    "bill-discount": frozenset({"discount", "autopay-discount", "multi-line-discount", "segment-discount"}),
    "bill-instalment": frozenset({"instalment", "device", "accessory", "insurance"}),
    "bill-one-time": frozenset(
        {"connection", "late-fee", "restore-fee", "assist-fee", "returned-payment-fee", "content", "one-time", "fee"}
    ),
    "bill-usage": frozenset({"roaming", "international", "pay-per-use", "usage", "data", "data-added", "overage"}),
    "bill-price": frozenset({"tax", "surcharge", "recovery-fee"}),
}
"""Reading -> charge codes that belong to it; a code in none of them is never explained away."""

PLAN_CHANGES = frozenset({"plan-change", "feature-added", "feature-removed", "line-added"})


def compare_bills(snapshot: RecordsSnapshot) -> Mapping[str, str]:
    """This function will say for each kind of charge whether it raised the newest bill, from the two newest bills.

    All readings are "unknown" where there are no two bills to compare. Drafts are left out: nobody has seen them.
    """
    bills = [bill for bill in snapshot.bills if bill.status != "draft"][:2]
    if len(bills) < 2:
        return dict.fromkeys(BILL_READINGS, UNKNOWN)
    newer, older = bills
    raised = differences_by_kind(newer, older)
    plan_changed = _plan_changed(snapshot, newer)
    found = {
        "bill-plan": raised["bill-plan"] > 0 and plan_changed,
        "bill-promotion": raised["bill-promotion"] > 0,
        "bill-discount": raised["bill-discount"] > 0,
        "bill-instalment": raised["bill-instalment"] > 0,
        "bill-one-time": raised["bill-one-time"] > 0,
        "bill-usage": raised["bill-usage"] > 0,
        "bill-rest": raised["bill-rest"] > 0,
        "bill-before": older.status in {"overdue", "awaiting payment"},
    }
    price = raised["bill-plan"] > 0 and not plan_changed
    # taxes follow the charges they sit on: alone they are a raise, beside another finding they are its shadow
    found["bill-price"] = price or (raised["bill-price"] > 0 and not _any_charge(found))
    return {reading: BILL_READINGS[reading][found[reading]] for reading in BILL_READINGS}


def _any_charge(found: Mapping[str, bool]) -> bool:
    return any(present for reading, present in found.items() if reading != "bill-before")


def differences_by_kind(newer: BillView, older: BillView) -> dict[str, int]:
    """This function will return reading -> minor units by which that kind of charge raised the newer bill.

    The values add up to the difference of the two totals; what no code explains stands under "bill-rest".
    """
    by_code: dict[str, int] = defaultdict(int)
    for sign, bill in ((1, newer), (-1, older)):
        for item in bill.items:
            by_code[item.code] += sign * item.amount.minor
    raised = {reading: sum(by_code[code] for code in codes if code in by_code) for reading, codes in KINDS.items()}
    raised["bill-rest"] = (newer.total - older.total).minor - sum(raised.values())
    return raised


def _plan_changed(snapshot: RecordsSnapshot, bill: BillView) -> bool:
    changes = [change for change in snapshot.changes if change.kind in PLAN_CHANGES]
    in_period = any(bill.period_from <= change.at.date() <= bill.issued_on for change in changes)
    return in_period or _has_a_pair(bill)


def _has_a_pair(bill: BillView) -> bool:
    """A credit for the old plan and a charge for the new one on the same line: the mark of a change in mid-cycle."""
    signs: dict[str | None, set[bool]] = defaultdict(set)
    for item in bill.items:
        if item.code in KINDS["bill-plan"] and item.amount.minor:
            signs[item.line_id].add(item.amount.minor > 0)
    return any(len(both) == 2 for both in signs.values())
