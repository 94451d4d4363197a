"""From guides and policies to what the desk shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from markupsafe import Markup

from careline.guidebook.draw import draw
from careline.guidebook.values import Cause, Check, Guide, Guidebook, HandOver, Remedy, Who
from careline.interfaces.desk import shown as s
from careline.interfaces.desk.words import paragraphs, percent, seconds
from careline.journeys.resolve_contact.api import reading_name
from careline.policybook.api import Effect, Policybook, PolicyPage, page_of
from careline.policybook.page import PageClause, PageExample

WHO = {
    Who.SYSTEM: "our records, silently", Who.NETWORK: "the network, silently",
    Who.DEVICE: "the customer, on the phone", Who.CUSTOMER: "the customer knows", Who.EXPERT: "you do it",
}  # fmt: skip
EFFECTS = {
    Effect.GRANT: s.Chip("Allows", "ok"), Effect.ASK: s.Chip("Asks", "warn"), Effect.REFUSE: s.Chip("Refuses", "bad"),
}  # fmt: skip


def guide_row(guide: Guide) -> s.GuideRow:
    """This function will show a guide in the list."""
    asked = sum(1 for check in guide.checks.values() if check.who not in (Who.SYSTEM, Who.NETWORK))
    counts = f"{len(guide.causes)} causes, {len(guide.checks)} checks ({asked} asked), {len(guide.remedies)} remedies"
    href = reverse("desk:guide", args=[guide.id])
    return s.GuideRow(href, guide.id, guide.title, guide.says, counts, guide.reviewed)


def guide(one: Guide, book: Guidebook) -> s.GuideShown:
    """This function will show a guide's page: everything that is in the drawing, as text."""
    stands_on = tuple(s.Link(book.guides[key].title if key in book.guides else key, reverse("desk:guide", args=[key]))
                      for key in one.stands_on)  # fmt: skip
    sections = (
        ("Possible causes", tuple(_cause(each) for each in one.causes.values())),
        ("Checks", tuple(_check(each, one) for each in one.checks.values())),
        ("Remedies", tuple(_remedy(each, one) for each in one.remedies.values())),
        ("Hand-overs", tuple(_handover(each, one) for each in one.handovers.values())),
    )
    drawing = reverse("desk:guide-drawing", args=[one.id])
    picture = Markup(draw(one, standalone=False))  # noqa: S704 - the drawing escapes every word of the guide
    return s.GuideShown(guide_row(one), paragraphs(one.prose), one.owner, stands_on, _goal(one), sections, drawing,
                        picture, one.file)  # fmt: skip


def _goal(one: Guide) -> str:
    found = [f"{reading_name(r).lower()}: {_label(one, r, f)}" for r, f in one.goal if r in one.readings]
    return ", ".join(dict.fromkeys(found))


def _label(one: Guide, reading: str, finding: str) -> str:
    return next((f.label for f in one.readings[reading].findings if f.id == finding), finding)


def _titles(ids: Iterable[str], of: Mapping[str, Cause]) -> str:
    return ", ".join(of[key].title if key in of else key for key in ids)


def _facts(*pairs: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value.rstrip(".")) for label, value in pairs if value)


def _cause(one: Cause) -> s.GuidePart:
    facts = _facts(("How often", percent(one.prior)), ("Source", one.source), ("Written in", str(one.place)))
    return s.GuidePart(f"cause-{one.id}", one.title, facts, one.tell, one.prose)


def _check(one: Check, guide: Guide) -> s.GuidePart:
    told = "; ".join(
        f"{reading_name(r)} ({', '.join(f.label for f in guide.readings[r].findings)})" for r in one.readings
    )
    facts = _facts(("Who", WHO[one.who]), ("Effort", seconds(one.cost)), ("Tells", told), ("Source", one.source),
                   ("Written in", str(one.place)))  # fmt: skip
    return s.GuidePart(f"check-{one.id}", one.title, facts, one.ask, one.prose)


def _remedy(one: Remedy, guide: Guide) -> s.GuidePart:
    repairs = ", ".join(f"{_titles([c], guide.causes)} ({percent(chance)})" for c, chance in one.repairs.items())
    facts = _facts(("Who", WHO[one.who]), ("Effort", seconds(one.cost)), ("Repairs", repairs), ("Act", one.act),
                   ("Source", one.source), ("Written in", str(one.place)))  # fmt: skip
    return s.GuidePart(f"remedy-{one.id}", one.title, facts, one.do or one.consent, one.prose)


def _handover(one: HandOver, guide: Guide) -> s.GuidePart:
    when = _titles(one.when, guide.causes) or "nothing else remains"
    facts = _facts(("To", one.to), ("When", when), ("Source", one.source), ("Written in", str(one.place)))
    return s.GuidePart(f"handover-{one.id}", one.title, facts, one.say, one.prose)


def policy_rows(book: Policybook, today: date) -> tuple[s.PolicyRow, ...]:
    """This function will list the policies, each in the version in force."""
    pages = (page_of(book, key, today) for key in sorted({one.id for one in book.policies}))
    return tuple(policy_row(page) for page in pages if page)


def policy_row(page: PolicyPage) -> s.PolicyRow:
    """This function will show a policy in the list."""
    href = reverse("desk:policy", args=[page.id])
    return s.PolicyRow(href, page.id, page.title, page.act_in_words, page.in_force, len(page.clauses))


def policy(page: PolicyPage) -> s.PolicyShown:
    """This function will show a policy: each clause as people read it, and beneath as the machine does."""
    clauses = tuple(
        s.ClauseShown(one.anchor, one.heading, _paragraphs(one.paragraphs), _rule(one), EFFECTS[one.effect],
                      tuple(_example(each) for each in page.examples if each.anchor == one.anchor))
        for one in page.clauses
    )  # fmt: skip
    source = " · ".join(part for part in (page.owner, page.citation, page.file) if part)
    return s.PolicyShown(policy_row(page), _paragraphs(page.intro), clauses, page.hash, source)


def _paragraphs(parts: Iterable[str]) -> Markup:
    return paragraphs("\n\n".join(parts))


def _rule(one: PageClause) -> str:
    lines = [f"{one.lead}:", *(f"  {each}" for each in one.conditions or ("always",))]
    lines += [f"Amount: {one.amount}"] if one.amount else []
    lines += [f"Asks for: {', '.join(one.ask_for)}"] if one.ask_for else []
    lines += [f"Say: {one.say}"] if one.say else []
    return "\n".join(lines)


def _example(one: PageExample) -> str:
    facts = ", ".join(f"{label}: {value}" for label, value in one.facts)
    amount = f", {one.amount}" if one.amount else ""
    return f"{one.shows or 'Example'}. {facts}. Then: {one.effect.value}{amount}"
