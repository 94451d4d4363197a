"""What becomes of a line when it is suspended, resumed or given data. Pure; actions and loaders both stand on these."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from careline.domains.customers.values import Refused
from careline.domains.lines.values import Bar, Line, LineStatus, Reason, Suspension
from careline.kernel.money import Money
from careline.policybook.values import Fact

ALL_BARS = tuple(sorted(str(bar) for bar in Bar))
"""A full suspension bars everything; emergency calls pass whatever the bars (47 CFR 9.10(b))."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of resuming: the line as it is now, the reasons that were cleared, and words to say."""

    line: Line
    cleared: tuple[Reason, ...]
    message: str


def facts_of(line: Line, *, today: date) -> Mapping[str, Fact]:
    """This function will give what policies may know about a line (the names of diagnosis.facts)."""
    limit, price = line.plan.data_limit_gb, line.plan.data_price_per_gb
    return {
        "line.status": str(line.status),
        "line.suspend_reasons": tuple(str(one.reason) for one in line.suspensions),
        "line.contract_ended": contract_ended(line, today=today),
        "line.roaming_enabled": line.roaming_enabled,
        "data.used_gb": line.data_used_gb,
        "data.limit_gb": limit,
        "data.added_gb": line.data_added_gb,
        "data.left_gb": limit + line.data_added_gb - line.data_used_gb,
        "data.price_per_gb": price,
    }


def contract_ended(line: Line, *, today: date) -> bool:
    """This function will tell whether the line's contract lies in the past; a line without an end has no fixed term."""
    return line.contract_ends_on is not None and line.contract_ends_on < today


def suspended(line: Line, *, reason: Reason, on: date) -> Line:
    """This function will give the line with one more reason on its stack and everything barred.

    Raises Refused for a line that is not in service, and for a reason that holds already.
    """
    if line.status not in (LineStatus.ACTIVE, LineStatus.SUSPENDED):
        raise Refused(f"The line is {line.status}; only a line in service can be suspended.")
    if any(one.reason is reason for one in line.suspensions):
        raise Refused(f"The line is suspended for this reason already ({reason}).")
    return replace(
        line,
        status=LineStatus.SUSPENDED,
        suspended_on=line.suspended_on or on,
        suspensions=(*line.suspensions, Suspension(reason, on)),
        service=replace(line.service, registered=False, bars=ALL_BARS),
    )


def resumed(line: Line, *, today: date) -> Resumed:
    """This function will clear non-payment and, when no reason is left, bring the line back.

    The phone must search the network once more: it is not registered until then. Raises Refused for a line that is
    not suspended, whose contract has ended, or that only other reasons keep suspended (field guide 3.5, stacking).
    """
    if line.status is not LineStatus.SUSPENDED:
        raise Refused(f"The line is {line.status}; there is nothing to resume.")
    if contract_ended(line, today=today):
        raise Refused(f"The contract ended on {line.contract_ends_on}; the line cannot be resumed. Hand over instead.")
    kept = tuple(one for one in line.suspensions if one.reason is not Reason.NONPAY)
    cleared = tuple(one.reason for one in line.suspensions if one.reason is Reason.NONPAY)
    names = ", ".join(one.reason for one in kept)
    if kept and not cleared:
        raise Refused(f"The line is suspended for another reason ({names}). That reason has to be cleared first.")
    if kept:
        message = f"Non-payment is cleared. The line stays suspended for another reason: {names}."
        return Resumed(replace(line, suspensions=kept), cleared, message)
    back = replace(
        line,
        status=LineStatus.ACTIVE,
        suspended_on=None,
        suspensions=(),
        service=replace(line.service, registered=False, bars=()),
    )
    return Resumed(back, cleared, "The line is active again. The phone has to be restarted once.")


def with_roaming(line: Line) -> Line:
    """This function will give the line with roaming; Refused for a closed line."""
    if line.status is LineStatus.CLOSED:
        raise Refused("The line is closed; roaming cannot be enabled.")
    return replace(line, roaming_enabled=True)


def with_more_data(line: Line, *, gb: Decimal) -> tuple[Line, Money]:
    """This function will give the line with more data and what it costs: gigabytes times the plan's price."""
    if line.status is not LineStatus.ACTIVE:
        raise Refused(f"The line is {line.status}; data can be added to an active line.")
    if gb <= 0:
        raise Refused("The amount of data must be more than 0 GB.")
    return replace(line, data_added_gb=line.data_added_gb + gb), line.plan.data_price_per_gb.times(gb)


def for_journal(line: Line) -> dict[str, object]:
    """This function will say what a journal line keeps of a line: what an act can change, nothing personal."""
    return {
        "status": str(line.status),
        "suspended_for": [str(one.reason) for one in line.suspensions],
        "roaming": line.roaming_enabled,
        "data_added_gb": f"{line.data_added_gb.normalize():f}",
        "bars": line.service.bars,
    }
