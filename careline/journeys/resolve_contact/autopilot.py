"""A contact from the first word to the proven fix, with nobody at the desk: the same steps an expert is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from careline.domains.diagnosis.api import facts_for
from careline.domains.diagnosis.ports import (
    Consent,
    CustomerFound,
    CustomerLeft,
    CustomerSide,
    Instruction,
    Opening,
    OperatorRecords,
    Question,
    RecordsSnapshot,
)
from careline.guidebook.think import think
from careline.guidebook.values import (
    UNKNOWN,
    Check,
    Did,
    Event,
    Found,
    Guide,
    Guidebook,
    HandedOver,
    Outcome,
    Remedy,
    Situation,
    StepKind,
)
from careline.journeys.resolve_contact.acts import ActTaken, Heard, offer_for, request_is_open, take_act
from careline.journeys.resolve_contact.concern import guides_for
from careline.journeys.resolve_contact.silent import silent_findings
from careline.policybook.decide import decide
from careline.policybook.policy import Policybook
from careline.policybook.values import Decision

Think = Callable[[Guide, Sequence[Event]], Situation]
"""What comes next, from a guide and all events so far."""

SOLVED, HANDED_OVER, LEFT, STUCK = "solved", "handed_over", "left", "stuck"


@dataclass(frozen=True, slots=True)
class TraceLine:
    """One step of a contact: what was done, what came of it, and what was believed before."""

    number: int
    kind: str
    id: str
    said: str
    answer: str
    believed: str


@dataclass(frozen=True, slots=True)
class ContactResult:
    """How a contact went."""

    outcome: str  # solved, handed_over, left, stuck
    guide: str
    trace: tuple[TraceLine, ...]
    acts: tuple[ActTaken, ...]
    handover: str | None
    summary: str


@dataclass(slots=True)
class _Contact:
    """The contact while it runs."""

    records: OperatorRecords
    customer: CustomerSide
    policybook: Policybook
    guide: Guide
    customer_id: str
    line_id: str
    contact_id: str
    at: datetime
    log: Callable[[str], None] | None
    think: Think
    events: list[Event] = field(default_factory=list)
    trace: list[TraceLine] = field(default_factory=list)
    acts: list[ActTaken] = field(default_factory=list)
    heard: Heard = field(default_factory=Heard)
    handover: str | None = None

    def snapshot(self) -> RecordsSnapshot:
        return self.records.snapshot(customer_id=self.customer_id, line_id=self.line_id)

    def note(self, situation: Situation, said: str, answer: str) -> None:
        likely = sorted(situation.beliefs.items(), key=lambda pair: -pair[1])[:4]
        believed = ", ".join(f"{cause} {chance:.2f}" for cause, chance in likely if chance > 0.01)
        line = TraceLine(len(self.trace) + 1, situation.kind.value, situation.id, said, answer, believed)
        self.trace.append(line)
        if self.log:
            self.log(f"{line.number}. {line.kind} {line.id}: {line.answer}  [{line.believed}]")


def run(
    *,
    records: OperatorRecords,
    customer: CustomerSide,
    guidebook: Guidebook,
    policybook: Policybook,
    log: Callable[[str], None] | None = None,
    contact_id: str = "contact",
    max_steps: int = 80,
    thinking: Think = think,
) -> ContactResult:
    """This function will take one contact from the first words to a proven fix, a hand-over, or its end.

    Blind: it knows only what the customer says, what checks show, and what the records tell. `thinking` may be
    a `think` that remembers, which pays where many contacts begin alike.
    """
    opening = customer.opening()
    ranked = guides_for(opening.words, guidebook.guides)
    found = identify(records, opening)
    if found is None or not ranked:
        return ContactResult(STUCK, "", (), (), None, "The customer could not be found by what they told us.")
    who, line_id = found
    contact = _Contact(
        records, customer, policybook, ranked[0][0], who.customer_id, line_id, contact_id, records.now(), log, thinking
    )
    return _result(contact, _work(contact, max_steps))


def identify(records: OperatorRecords, opening: Opening) -> tuple[CustomerFound, str] | None:
    """This function will find customer and line by number, id, or name with date of birth; None unless exactly one."""
    found: Sequence[CustomerFound] = ()
    if opening.number:
        found = records.find_by_number(opening.number)
    if not found and opening.customer_id:
        found = records.find_by_id(opening.customer_id)
    if not found and opening.name and opening.born_on:
        found = records.find_by_name(opening.name, opening.born_on)
    if len(found) != 1 or not found[0].lines:
        return None
    return found[0], _line_meant(found[0], opening.number)


def _line_meant(found: CustomerFound, number: str) -> str:
    digits = [c for c in number if c.isdigit()]
    for line_id, its_number in found.lines.items():
        if digits and [c for c in its_number if c.isdigit()][-len(digits) :] == digits:
            return line_id
    return next(iter(found.lines))


def _work(contact: _Contact, max_steps: int) -> str:
    for _ in range(max_steps):
        contact.events += silent_findings(contact.guide, contact.snapshot(), contact.events)
        situation = contact.think(contact.guide, contact.events)
        if situation.kind is StepKind.SOLVED:
            return SOLVED
        if situation.kind is StepKind.HAND_OVER:
            return _hand_over(contact, situation)
        try:
            _step(contact, situation)
        except CustomerLeft as left:
            contact.note(situation, "", f"the customer left: {left}")
            return LEFT
    return STUCK


def _step(contact: _Contact, situation: Situation) -> None:
    if situation.kind is StepKind.CHECK:
        _ask(contact, situation, contact.guide.checks[situation.id])
    else:
        _repair(contact, situation, contact.guide.remedies[situation.id])


def _ask(contact: _Contact, situation: Situation, check: Check) -> None:
    readings = {r: {f.id: f.label for f in contact.guide.readings[r].findings} for r in check.readings}
    told = dict(contact.customer.ask(Question(check.id, check.ask, readings, check.help)))
    findings = {r: told.get(r, UNKNOWN) if told.get(r) in readings[r] else UNKNOWN for r in readings}
    if findings.get("abroad", UNKNOWN) != UNKNOWN:
        contact.heard = replace(contact.heard, abroad=findings["abroad"] == "yes")
    contact.events.append(Found(check.id, findings))
    contact.note(situation, check.ask, ", ".join(f"{r} = {f}" for r, f in findings.items()))


def _repair(contact: _Contact, situation: Situation, remedy: Remedy) -> None:
    outcome, answer = Outcome.DONE, "done"
    if remedy.act:
        outcome, answer = _act(contact, remedy)
    if outcome is Outcome.DONE and (remedy.steps or not remedy.act):
        reported = contact.customer.do(Instruction(remedy.id, remedy.do, remedy.steps, remedy.help))
        outcome, answer = Outcome(reported), reported
    contact.events.append(Did(remedy.id, outcome))
    contact.note(situation, remedy.do or remedy.consent or remedy.title, answer)


def _act(contact: _Contact, remedy: Remedy) -> tuple[Outcome, str]:
    snapshot = contact.snapshot()
    if remedy.act == "payment.request" and request_is_open(snapshot):
        return Outcome.DONE, "the request is with the customer"
    if remedy.consent:
        offer = offer_for(remedy, snapshot)
        consent: Consent = contact.customer.consent(offer)
        if not consent.agreed:
            return Outcome.REFUSED, "the customer does not want it"
        contact.heard = replace(contact.heard, consent=consent, price_stated=True)
    key = f"{contact.contact_id}:{remedy.id}:{sum(isinstance(e, Did) for e in contact.events)}"
    taken = take_act(
        act=remedy.act, snapshot=snapshot, heard=contact.heard, records=contact.records,
        policybook=contact.policybook, key=key, at=contact.at,
    )  # fmt: skip
    contact.acts.append(taken)
    if taken.done is None:
        return Outcome.DENIED, taken.refusal
    return Outcome.DONE, taken.done.message


def _hand_over(contact: _Contact, situation: Situation) -> str:
    handover = contact.guide.handovers.get(situation.id)
    decision = may_hand_over(
        contact.policybook, contact.snapshot(), situation, bool(handover and handover.when), contact.at
    )
    contact.note(situation, handover.say if handover else "", f"handed over: {decision.clause.rule}")
    contact.acts.append(ActTaken("contact.hand_over", decision, None, decision.say))
    if not decision.granted:
        return STUCK
    contact.handover = situation.id
    contact.events.append(HandedOver(situation.id))
    contact.customer.say(handover.say if handover else decision.say)
    return HANDED_OVER


def may_hand_over(
    policybook: Policybook, snapshot: RecordsSnapshot, situation: Situation, for_a_cause: bool, at: datetime
) -> Decision:
    """This function will decide by policy whether the contact may be handed over now."""
    facts = facts_for(
        "contact.hand_over",
        snapshot,
        today=at.date(),
        cause_needs_other_team=for_a_cause,
        steps_left=len(situation.options),
        customer_insists=False,
    )
    return decide(policybook, "contact.hand_over", facts, at, trace=True)


def _result(contact: _Contact, outcome: str) -> ContactResult:
    done = [line for line in contact.trace if line.kind == "remedy" and line.answer not in {"cannot", "refused"}]
    summary = f"{contact.guide.title}: {outcome}. Done: {', '.join(line.id for line in done) or 'nothing'}."
    return ContactResult(
        outcome, contact.guide.id, tuple(contact.trace), tuple(contact.acts), contact.handover, summary
    )
