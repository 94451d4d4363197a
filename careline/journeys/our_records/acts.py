"""Our guarded acts: lock, gather again, decide again, write. One transaction each; a repeated key does nothing again.

The decision that people saw before the act is only a preview (house law 1). What it heard from the customer (consent,
being abroad) is taken over from it; what the records know is read again under the lock and decided on again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from careline.domains.customers import api as customers
from careline.domains.customers.values import Refused
from careline.domains.diagnosis.ports import ActDone
from careline.domains.ledger import api as ledger
from careline.domains.ledger.values import BillItem, ChargeCode
from careline.domains.lines import api as lines
from careline.kernel.money import Money
from careline.platform.api import Act, acting
from careline.policybook.values import Decision, Fact

Decide = Callable[[str, Mapping[str, Fact], datetime], Decision]
"""Act, facts and moment -> decision: the policybook with the policies in force."""


May = Callable[[Decision], str]
"""Whether the one who acts may decide this alone: empty, or what to say and whom to ask."""


def by_policy_alone(decision: Decision) -> str:
    """This function will let policy alone decide: for scripts and the autopilot, which have no role of their own."""
    return ""


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, on which account and contact, when, under which key, and the decision that was shown before, if any."""

    account_id: int
    key: str
    by: Any
    at: datetime
    decide: Decide
    shown: Decision | None = None
    contact_id: int | None = None
    may: May = by_policy_alone

    def decision(self, act: str, now: Mapping[str, Fact], heard: Mapping[str, Fact] | None = None) -> Decision:
        """This function will decide on the facts of now; Refused when it is not granted or was shown otherwise."""
        known = dict(self.shown.facts) if self.shown and self.shown.act == act else {}
        decided = self.decide(act, {**known, **(heard or {}), **now}, self.at)
        if not decided.granted:
            raise Refused(decided.say or f"Not granted: {decided.clause.text}")
        if self.shown and self.shown.act == act and decided.amount != self.shown.amount:
            raise Refused(f"The amount is now {decided.amount}, it was {self.shown.amount}. Show it and ask again.")
        if short := self.may(decided):
            raise Refused(short)
        return decided

    def words(self, decision: Decision) -> dict[str, Any]:
        """This function will give the arguments that every guarded action takes."""
        return {
            "account_id": self.account_id, "decision": decision, "key": self.key, "by": self.by, "at": self.at,
            "contact_id": self.contact_id,
        }  # fmt: skip

    def once(self, what: str) -> Any:
        """This function will open the act; its key is apart from the key of the action inside."""
        return acting(key=f"{self.account_id}:{self.key}:decided", what=what)


def _answer(act: Act) -> ActDone:
    return ActDone(act.answer[0], act.answer[1], repeated=act.done_before)


def request_payment(it: Acting, *, bill_id: int) -> ActDone:
    """This function will ask the customer to pay a bill, if policy grants it on the facts of now."""
    with it.once(f"payment.request bill:{bill_id}") as act:
        if not act.done_before:
            customers.lock_account(it.account_id)
            now = ledger.facts_of(ledger.bills_of(it.account_id), bill_id=bill_id)
            decision = it.decision("payment.request", now)
            done = ledger.request_payment(bill_id=bill_id, **it.words(decision))
            act.answer = [done.reference, done.message]
    return _answer(act)


def resume_line(it: Acting, *, line_id: int) -> ActDone:
    """This function will lift a suspension, if policy grants it on the facts of now."""
    with it.once(f"line.resume line:{line_id}") as act:
        if not act.done_before:
            decision = it.decision("line.resume", _facts_under_lock(it, line_id))
            done = lines.resume(line_id=line_id, **it.words(decision))
            act.answer = [done.reference, done.message]
    return _answer(act)


def enable_roaming(it: Acting, *, line_id: int) -> ActDone:
    """This function will enable roaming, if policy grants it on the facts of now and what the customer said."""
    with it.once(f"roaming.enable line:{line_id}") as act:
        if not act.done_before:
            decision = it.decision("roaming.enable", _facts_under_lock(it, line_id))
            done = lines.enable_roaming(line_id=line_id, **it.words(decision))
            act.answer = [done.reference, done.message]
    return _answer(act)


def add_data(it: Acting, *, line_id: int, gb: Decimal) -> ActDone:
    """This function will add data and put its price on the draft bill, both or neither, if policy grants it."""
    with it.once(f"data.add line:{line_id} {gb.normalize():f} GB") as act:
        if not act.done_before:
            now = _facts_under_lock(it, line_id)
            decision = it.decision("data.add", {**now, **_asked_for(now, gb)})
            done = lines.add_data(line_id=line_id, gb=gb, **it.words(decision))
            _charge(it, line_id, gb, done.charge or Money(0), decision)
            act.answer = [done.reference, done.message]
    return _answer(act)


def _facts_under_lock(it: Acting, line_id: int) -> dict[str, Fact]:
    customers.lock_account(it.account_id)
    line = lines.line(it.account_id, line_id)
    if line is None:
        raise Refused(f"There is no line {line_id} on account {it.account_id}. Find the customer again.")
    bills = ledger.facts_of(ledger.bills_of(it.account_id))
    return {**lines.facts_of(line, today=timezone.localdate(it.at)), **bills}


def _asked_for(now: Mapping[str, Fact], gb: Decimal) -> dict[str, Fact]:
    added, left = Decimal(str(now["data.added_gb"])), Decimal(str(now["data.left_gb"]))
    return {"data.requested_gb": gb, "data.added_after_gb": added + gb, "data.left_after_gb": left + gb}


def _charge(it: Acting, line_id: int, gb: Decimal, charge: Money, decision: Decision) -> None:
    account = customers.account(it.account_id)
    today = timezone.localdate(it.at)
    item = BillItem(ChargeCode.DATA_ADDED, f"{gb.normalize():f} GB more data", charge, line_id, today)
    ledger.charge_to_draft(
        account_id=it.account_id, item=item, cycle_day=account.cycle_day if account else 1,
        why=f"{decision.clause.policy}/{decision.clause.rule}", by=it.by, at=it.at, contact_id=it.contact_id,
    )  # fmt: skip
