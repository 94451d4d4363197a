"""Where a contact stands, as the contact page shows it: brings the step, the facts and the beliefs together. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.urls import reverse

from careline.guidebook.values import AnswerLeadsTo, Did, Found, Guide, Situation, StepKind
from careline.interfaces.desk import show_contact, show_step
from careline.interfaces.desk import shown as s
from careline.interfaces.desk.show_customer import number, state
from careline.interfaces.desk.words import initials, money, percent
from careline.journeys.resolve_contact.api import Happened, Standing
from careline.policybook.api import Decision

_STATES = {"open": ("Open", "info"), "closed": ("Closed", "plain"), "handed over": ("Handed over", "warn")}


def contact(
    standing: Standing,
    *,
    names: Mapping[str, str],
    titles: Mapping[str, str],
    step: s.StepShown | None = None,
    clause: s.DecisionShown | None = None,
) -> s.ContactShown:
    """This function will show the contact page. `titles` are those of policies, by id; `step` is what to show next."""
    one, guide, snapshot = standing.contact, standing.guide, standing.snapshot
    href = reverse("desk:contact", args=[one.account_id, one.id])
    name = snapshot.customer_name if snapshot else "Customer"
    live = href if standing.is_open else ""
    return s.ContactShown(
        account_id=one.account_id, contact_id=one.id, href=href, customer=name,
        customer_href=reverse("desk:customer", args=[one.account_id]), initials=initials(name),
        number=number(snapshot.line.msisdn) if snapshot else "", line_state=_line_state(standing),
        about=guide.title if guide else one.reason_id or "Contact",
        guide_href=reverse("desk:guide", args=[guide.id]) if guide else "", words=one.opening_words,
        state=s.Chip(*_STATES.get(one.status.value, (one.status.value, "plain"))), opened_at=one.opened_at,
        expert=names.get(one.opened_by, one.opened_by), seq=standing.seq, open=standing.is_open,
        details=_details(standing), facts=show_contact.facts(guide, standing.happened) if guide else (),
        step=step, done=show_contact.done(guide, standing.happened, names, live) if guide else (),
        beliefs=show_contact.beliefs(guide, standing.situation) if guide and standing.situation else (),
        clause=clause, trust=_trust(standing.situation), summary=one.summary, handed_to=one.handed_to,
    )  # fmt: skip


def _line_state(standing: Standing) -> s.Chip:
    return state(standing.snapshot.line.status) if standing.snapshot else s.Chip("No line")


def _details(standing: Standing) -> tuple[tuple[str, str], ...]:
    snapshot = standing.snapshot
    if snapshot is None:
        return ()
    line = snapshot.line
    limit = line.plan.data_limit_gb + line.data_added_gb
    known = (
        ("Name", snapshot.customer_name), ("Account", snapshot.account_status), ("Plan", line.plan.name),
        ("Monthly price", money(line.plan.monthly_price)), ("Phone", line.device_model),
        ("Data", f"{line.data_used_gb:.1f} of {limit.normalize():f} GB"),
    )  # fmt: skip
    return tuple((label, value) for label, value in known if value)


def _trust(situation: Situation | None) -> str:
    if situation is None or situation.kind is StepKind.SOLVED:
        return ""
    return f"A step reported as done is taken as really done with {percent(situation.trust)}."


def next_step(standing: Standing, ahead: Sequence[AnswerLeadsTo], titles: Mapping[str, str]) -> s.StepShown | None:
    """This function will show the next step of an open contact; None where it has ended or its guide is gone."""
    guide, situation = standing.guide, standing.situation
    if guide is None or situation is None:
        return None
    made = _step(standing, guide, situation, titles)
    return replace(made, **show_step.why_of(guide, situation, ahead))  # type: ignore[arg-type]


def _step(standing: Standing, guide: Guide, situation: Situation, titles: Mapping[str, str]) -> s.StepShown:
    if situation.kind is StepKind.SOLVED:
        return show_step.solved(guide, situation)
    if situation.kind is StepKind.HAND_OVER:
        return show_step.hand_over(guide.handovers.get(situation.id), situation)
    if situation.kind is StepKind.CHECK:
        return show_step.check(guide, guide.checks[situation.id])
    remedy, act = guide.remedies[situation.id], standing.act
    if act is None:
        return show_step.remedy(remedy)
    most = f"{act.at_most.normalize():f}" if act.at_most is not None else ""
    return show_step.act(remedy, act.decision, consent=act.consent, quantity=most, at_most=most,
                         title=titles.get(act.decision.clause.policy, ""))  # fmt: skip


def changing(standing: Standing, seq: int) -> s.StepShown | None:
    """This function will show the step whose answer is being changed, with the answer given; None if it cannot be."""
    guide = standing.guide
    one = next((each for each in standing.happened if each.seq == seq), None)
    if guide is None or one is None or one.replaced or one.event is None or not standing.is_open:
        return None
    if not show_contact.changeable(guide, one.event):
        return None
    made = _again(guide, one)
    return replace(made, changing=seq, eyebrow=("Change an earlier answer", *made.eyebrow[1:]))


def _again(guide: Guide, one: Happened) -> s.StepShown:
    if isinstance(one.event, Found):
        return show_step.check(guide, guide.checks[one.event.check], chosen=one.event.findings)
    assert isinstance(one.event, Did)
    return show_step.remedy(guide.remedies[one.event.remedy], was=one.event.outcome.value)


def clause(decision: Decision | None, titles: Mapping[str, str]) -> s.DecisionShown | None:
    """This function will show the clause in force for the right-hand column."""
    return show_step.decided(decision, titles.get(decision.clause.policy, "")) if decision else None


def who_can_take_it(standing: Standing) -> tuple[s.Choice, ...]:
    """This function will list who a contact can be handed to, the advised one chosen."""
    guide, situation = standing.guide, standing.situation
    if guide is None or situation is None:
        return ()
    advised = situation.id if situation.kind is StepKind.HAND_OVER else ""
    last_resort = next((key for key, one in guide.handovers.items() if not one.when), "")
    chosen = advised or last_resort
    return tuple(s.Choice(key, f"{one.to[:1].upper()}{one.to[1:]}: {one.title[:1].lower()}{one.title[1:]}",
                          chosen=key == chosen) for key, one in guide.handovers.items())  # fmt: skip
