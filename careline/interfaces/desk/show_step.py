"""The next step in the words of the desk: what to say, what may be answered, why it is this step. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse

from careline.guidebook.values import (
    UNKNOWN,
    AnswerLeadsTo,
    Check,
    Guide,
    HandOver,
    Option,
    Outcome,
    Remedy,
    Situation,
    StepKind,
    Who,
)
from careline.interfaces.desk import shown as s
from careline.interfaces.desk.words import percent, seconds
from careline.journeys.resolve_contact.api import reading_name
from careline.policybook.api import SILENCE, Decision, Effect

CANNOT_TELL = "Can’t tell"
_KIND = {
    StepKind.CHECK: "look", StepKind.REMEDY: "repair", StepKind.HAND_OVER: "hand over", StepKind.SOLVED: "solved",
}  # fmt: skip
_DOES = {
    Who.DEVICE: "the customer looks at the phone", Who.CUSTOMER: "the customer knows", Who.EXPERT: "you do it",
    Who.SYSTEM: "our records", Who.NETWORK: "the network",
}  # fmt: skip
_HEADINGS = {Effect.GRANT: "Policy allows it", Effect.ASK: "Policy asks first", Effect.REFUSE: "Policy says no"}
_MOST_OPTIONS = 6


def title_of(guide: Guide, kind: StepKind, step_id: str) -> str:
    """This function will give the title of a step, its id where the guide does not know it any more."""
    if kind is StepKind.SOLVED:
        return "solved"
    step: Check | Remedy | HandOver | None
    if kind is StepKind.CHECK:
        step = guide.checks.get(step_id)
    else:
        step = guide.remedies.get(step_id) if kind is StepKind.REMEDY else guide.handovers.get(step_id)
    return step.title if step else step_id


def finding_label(guide: Guide, reading: str, finding: str) -> str:
    """This function will give a finding in plain words."""
    if finding == UNKNOWN or reading not in guide.readings:
        return CANNOT_TELL if finding == UNKNOWN else finding
    label = next((f.label for f in guide.readings[reading].findings if f.id == finding), finding)
    return label[:1].upper() + label[1:]


def why_of(guide: Guide, situation: Situation, ahead: Sequence[AnswerLeadsTo]) -> dict[str, object]:
    """This function will give what stands under "why this?": the sentence, what was weighed, where answers lead."""
    options = tuple(_option(guide, each, n == 0) for n, each in enumerate(situation.options[:_MOST_OPTIONS]))
    leads = tuple(
        s.LeadsToRow(_answer(guide, one.answer), percent(one.chance), title_of(guide, one.next_kind, one.next_id),
                     _cause(guide, one))
        for one in ahead
    )  # fmt: skip
    return {"why": situation.why, "options": options, "leads": leads}


def _option(guide: Guide, one: Option, chosen: bool) -> s.OptionRow:
    return s.OptionRow(title_of(guide, one.kind, one.id), _KIND[one.kind], seconds(one.expected_cost), chosen)


def _cause(guide: Guide, one: AnswerLeadsTo) -> str:
    cause = guide.causes.get(one.top_cause)
    return f"{cause.title} ({percent(one.top_belief)})" if cause else ""


def _answer(guide: Guide, text: str) -> str:
    """An answer such as "airplane = on and sim = active" in the guide's own labels."""
    said = []
    for part in text.replace(" and ", ", ").split(", "):
        reading, is_finding, finding = part.partition(" = ")
        said.append(finding_label(guide, reading, finding) if is_finding else part.capitalize())
    return ", ".join(said)


def check(guide: Guide, one: Check, *, chosen: Mapping[str, str] | None = None, missing: bool = False) -> s.StepShown:
    """This function will show a check with one row of answers for each reading."""
    readings = tuple(_reading(guide, reading, chosen or {}, missing) for reading in one.readings)
    effort = f"about {seconds(one.cost)}" if one.cost >= 1 else ""
    eyebrow = tuple(part for part in ("Next step", _DOES[one.who], effort) if part)
    return s.StepShown("check", one.id, one.title, eyebrow, say=one.ask, help=one.help, readings=readings,
                       source=one.source)  # fmt: skip


def _reading(guide: Guide, reading_id: str, chosen: Mapping[str, str], missing: bool) -> s.ReadingAsked:
    reading, was = guide.readings[reading_id], chosen.get(reading_id, "")
    choices = [
        s.Choice(f.id, finding_label(guide, reading_id, f.id), str(n) if n < 10 else "", chosen=f.id == was)
        for n, f in enumerate(reading.findings, 1)
    ]
    unsure = s.Choice(UNKNOWN, CANNOT_TELL, "0", unsure=True, chosen=was == UNKNOWN)
    return s.ReadingAsked(reading_id, reading_name(reading_id), (*choices, unsure), missing and not was)


def remedy(one: Remedy, *, was: str = "") -> s.StepShown:
    """This function will show a remedy that the customer carries out."""
    outcomes = (
        s.Choice(Outcome.DONE, "Done", "1", chosen=was == Outcome.DONE),
        s.Choice(Outcome.CANNOT, "They cannot do it", "2", chosen=was == Outcome.CANNOT),
        s.Choice(Outcome.REFUSED, "They do not want to", "3", chosen=was == Outcome.REFUSED),
    )
    doer = "the customer does it" if one.who is not Who.EXPERT else "you do it"
    eyebrow = ("Next step", doer, f"about {seconds(one.cost)}")
    return s.StepShown("remedy", one.id, one.title, eyebrow, say=one.do, help=one.help, outcomes=outcomes,
                       source=one.source)  # fmt: skip


def act(one: Remedy, decision: Decision, *, consent: str, quantity: str, at_most: str, title: str) -> s.StepShown:
    """This function will show an act with its decision, clause, price and consent words, before anything runs."""
    allowed = decision.effect is Effect.GRANT or (decision.effect is Effect.ASK and bool(consent))
    agrees = "The customer agrees: do it" if consent else "Do it"
    outcomes = (s.Choice(Outcome.DONE, agrees, "1"), s.Choice(Outcome.REFUSED, "The customer does not want it", "2"))
    refused = (s.Choice(Outcome.DENIED, "Noted, go on without it", "1"),)
    price = "costs the customer money" if consent else "about money owed" if decision.amount else "free of charge"
    eyebrow = ("Next step", "you do it", price)
    return s.StepShown(
        "act", one.id, one.title, eyebrow[: 3 if allowed else 2], say=one.do if allowed else "", help=one.help,
        decision=decided(decision, title), consent=consent if allowed else "",
        quantity=quantity, quantity_label="How many gigabytes?" if quantity and allowed else "",
        quantity_hint=f"At most {at_most} GB." if at_most else "", outcomes=outcomes if allowed else refused,
        source=one.source,
    )  # fmt: skip


def hand_over(one: HandOver | None, situation: Situation) -> s.StepShown:
    """This function will show that another team takes the contact, and what to say."""
    title = one.title if one else "Hand over to a colleague"
    to = f"to {one.to}" if one else "nothing else remains"
    return s.StepShown("hand_over", situation.id, title, ("Hand over", to), say=one.say if one else "",
                       source=one.source if one else "")  # fmt: skip


def solved(guide: Guide, situation: Situation) -> s.StepShown:
    """This function will show that the symptom's own test has passed, and what to tell the customer."""
    told = [guide.causes[cause].tell for cause in situation.repaired if cause in guide.causes]
    return s.StepShown("solved", "", "Solved: the customer’s own test has passed", ("Proven",), say=" ".join(told))


def decided(decision: Decision, title: str) -> s.DecisionShown:
    """This function will show a decision with its clause and a link to it."""
    clause = decision.clause
    silent = clause.rule == SILENCE
    href = "" if silent else f"{reverse('desk:policy', args=[clause.policy])}#{clause.rule}"
    named = f"{title or clause.policy}: {clause.rule.replace('-', ' ')}"
    return s.DecisionShown(decision.effect.value, _HEADINGS[decision.effect], decision.say, clause.text, named, href,
                           decision.amount, decision.ask_for)  # fmt: skip
