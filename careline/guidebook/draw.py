"""A guide as a picture: what tells of a cause on the left, the causes in the middle, what puts them right on the right.

A reading that nearly every cause shows (no service, say) would be a thicket of lines and tell nothing; it is written
under its check instead. Lines are drawn only where a look tells causes apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from careline.guidebook import svg
from careline.guidebook.values import SILENT, Cause, Check, Guide, HandOver, Remedy

MARGIN = 24.0
TOP = 118.0
COLUMN = 318.0
BETWEEN = 128.0
SPACE = 10.0
TELLS_APART = 3
"""A finding that more causes than this show is a symptom: it is written, not drawn as lines."""

CHECKS_AT, CAUSES_AT, REPAIRS_AT = (MARGIN + place * (COLUMN + BETWEEN) for place in range(3))
WIDTH = REPAIRS_AT + COLUMN + MARGIN


@dataclass(frozen=True, slots=True)
class Block:
    """One box of a column, before it has a place."""

    id: str
    title: str
    notes: tuple[str, ...]
    mark: str
    causes: frozenset[str]  # the causes its lines go to
    share: float | None = None  # causes: the prior


@dataclass(frozen=True, slots=True)
class Placed:
    """A box with its place."""

    block: Block
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def draw(guide: Guide, *, standalone: bool = True) -> str:
    """This function will return the picture of a guide as SVG text.

    `standalone` adds the colours for light and dark; within a page that sets the `--guide-…` variables leave it out.
    """
    causes = _column([_cause_block(cause) for cause in _causes_in_order(guide)], CAUSES_AT)
    place = {each.block.id: each.middle for each in causes}
    bottom = causes[-1].y + causes[-1].height
    looks = [_check_block(check, guide) for check in guide.checks.values()]
    checks = _column(_near_their_causes(looks, place), CHECKS_AT, place, bottom)
    repairs = _column(_near_their_causes(_repair_blocks(guide), place), REPAIRS_AT, place, bottom)
    height = max(each.y + each.height for each in [*causes, *checks, *repairs]) + 64
    parts = [
        _opening(guide, height, standalone),
        _heading(guide),
        *_lines(checks, causes, repairs),
        *(_drawn(each) for each in [*checks, *causes, *repairs]),
        _legend(height - 26),
        "</svg>",
    ]
    return "\n".join(parts)


# --- what stands in the boxes ------------------------------------------------------------------------------------


def _causes_in_order(guide: Guide) -> list[Cause]:
    """Causes that are told by the same check stand together, those of the guide itself before those it stands on."""
    first_check: dict[str, int] = {}
    for index, check in enumerate(guide.checks.values()):
        for cause in _told_apart(check, guide):
            first_check.setdefault(cause, index)
    return sorted(guide.causes.values(), key=lambda cause: (cause.origin != guide.id, first_check.get(cause.id, 99)))


def _cause_block(cause: Cause) -> Block:
    return Block(cause.id, cause.title, (), "bar", frozenset(), cause.prior)


def _check_block(check: Check, guide: Guide) -> Block:
    who = "known without asking" if check.who in SILENT else f"asked, {check.cost:g} seconds"
    notes = [f"The symptom's own test, {who}" if check.id == guide.test else who.capitalize()]
    symptoms = [reading for reading in check.readings if _symptom(guide, reading)]
    if symptoms:
        notes.append(f"Shows the symptom: {', '.join(symptoms)}")
    mark = "silent" if check.who in SILENT else "asked"
    return Block(f"check {check.id}", check.title, tuple(notes), mark, frozenset(_told_apart(check, guide)))


def _repair_blocks(guide: Guide) -> list[Block]:
    return [
        *(_remedy_block(remedy) for remedy in guide.remedies.values()),
        *(_hand_over_block(handover) for handover in guide.handovers.values()),
    ]


def _remedy_block(remedy: Remedy) -> Block:
    note = f"{'With the customer’s consent' if remedy.consent else f'By the {remedy.who}'}, {remedy.cost:g} seconds"
    return Block(
        f"remedy {remedy.id}",
        remedy.title,
        (note.replace("By the device", "On the phone"),),
        "repair",
        frozenset(remedy.repairs),
    )


def _hand_over_block(handover: HandOver) -> Block:
    note = f"Hand over to {handover.to}" if handover.when else f"Last resort: hand over to {handover.to}"
    return Block(f"hand over {handover.id}", handover.title, (note,), "away", frozenset(handover.when))


def _symptom(guide: Guide, reading: str) -> bool:
    return any(len(finding.shown_by) > TELLS_APART for finding in guide.readings[reading].findings)


def _told_apart(check: Check, guide: Guide) -> set[str]:
    """Causes that a check tells from others: by a finding few causes show, or by a rule that settles them."""
    told = {
        cause
        for reading in check.readings
        for finding in guide.readings[reading].findings
        if len(finding.shown_by) <= TELLS_APART
        for cause in finding.shown_by
    }
    settled = {
        cause.id
        for cause in guide.causes.values()
        if {reading for reading, _ in cause.certain_when} & set(check.readings)
    }
    return told | settled


# --- where they stand ----------------------------------------------------------------------------------------------


def _near_their_causes(blocks: Sequence[Block], place: Mapping[str, float]) -> list[Block]:
    """Boxes in the order of the middle of their causes, so that lines cross little; those without lines come last."""

    def middle(block: Block) -> float:
        places = [place[cause] for cause in block.causes]
        return sum(places) / len(places) if places else float("inf")

    return sorted(blocks, key=middle)


def _column(
    blocks: Sequence[Block], x: float, place: Mapping[str, float] | None = None, bottom: float = 0.0
) -> list[Placed]:
    """Boxes beneath each other; with `place`, each as near to the middle of its causes as the others leave room for."""
    heights = [_height(block) for block in blocks]
    tops, free = [], TOP
    for block, height in zip(blocks, heights, strict=True):
        middles = [place[cause] for cause in block.causes] if place else []
        wished = sum(middles) / len(middles) - height / 2 if middles else free
        tops.append(max(free, wished))
        free = tops[-1] + height + SPACE
    return [
        Placed(block, x, top, height)
        for block, top, height in zip(blocks, _raised(tops, heights, bottom), heights, strict=True)
    ]


def _raised(tops: Sequence[float], heights: Sequence[float], bottom: float) -> list[float]:
    """Move boxes up that would stand below `bottom`, unless there is no room above."""
    raised, limit = list(tops), max(bottom, TOP + sum(heights) + SPACE * (len(heights) - 1))
    for index in reversed(range(len(raised))):
        raised[index] = min(raised[index], limit - heights[index])
        limit = raised[index] - SPACE
    return raised


def _title_lines(block: Block) -> list[str]:
    return svg.wrapped(block.title, COLUMN - 28, 13.5, bold=True)


def _note_lines(block: Block) -> list[str]:
    return [line for note in block.notes for line in svg.wrapped(note, COLUMN - 28, 11.5)]


def _height(block: Block) -> float:
    return 16 + len(_title_lines(block)) * 17 + len(_note_lines(block)) * 15 + (19 if block.share is not None else 0)


# --- drawing -------------------------------------------------------------------------------------------------------


def _drawn(placed: Placed) -> str:
    block, x, y = placed.block, placed.x + 16, placed.y + 21
    titles, notes = _title_lines(block), _note_lines(block)
    parts = [
        svg.box(placed.x, placed.y, COLUMN, placed.height, mark=block.mark),
        svg.words(x, y, titles, size=13.5, weight=600),
        svg.words(x, y + len(titles) * 17, notes, size=11.5, fill="quiet"),
    ]
    if block.share is not None:
        parts.append(svg.bar(x, placed.y + placed.height - 19, COLUMN - 80, block.share))
        parts.append(
            svg.words(x + COLUMN - 70, placed.y + placed.height - 11, [f"{block.share:.0%}"], size=12, fill="quiet")
        )
    return f"<g>{''.join(parts)}</g>"


def _lines(checks: Sequence[Placed], causes: Sequence[Placed], repairs: Sequence[Placed]) -> list[str]:
    lines = []
    for index, cause in enumerate(causes):
        for check in checks:
            if cause.block.id in check.block.causes:
                lines.append(svg.curve(check.x + COLUMN, check.middle, cause.x, cause.middle, index=index))
        for repair in repairs:
            if cause.block.id in repair.block.causes:
                away = repair.block.mark == "away"
                lines.append(
                    svg.curve(cause.x + COLUMN, cause.middle, repair.x, repair.middle, index=index, dashed=away)
                )
    return lines


def _opening(guide: Guide, height: float, standalone: bool) -> str:
    id = f"guide-{guide.id}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="guide-drawing" viewBox="0 0 {WIDTH:g} {height:g}" role="img" '
        f'aria-labelledby="{id}-title {id}-text" font-family="system-ui, sans-serif">'
        f'<title id="{id}-title">{escape(f"{guide.id} {guide.title}, drawn")}</title>'
        f'<desc id="{id}-text">{escape(in_words(guide))}</desc>'
        + (svg.style(".guide-drawing") if standalone else "")
        + f'<rect width="{WIDTH:g}" height="{height:g}" fill="{svg.colour("paper")}"/>'
    )


def in_words(guide: Guide) -> str:
    """This function will say in words what the picture shows, for those who cannot see it."""
    sentences = [f"{len(guide.causes)} possible causes; several can be true at once."]
    for cause in _causes_in_order(guide):
        told = [check.title for check in guide.checks.values() if cause.id in _told_apart(check, guide)]
        right = [each.title for each in guide.remedies.values() if cause.id in each.repairs]
        right += [f"hand over to {each.to}" for each in guide.handovers.values() if cause.id in each.when]
        sentences.append(
            f"{cause.title}: {cause.prior:.0%}. "
            f"Told by: {'; '.join(told) or 'what is left when the rest is in order'}. Put right by: {'; '.join(right)}."
        )
    return " ".join(sentences)


def _heading(guide: Guide) -> str:
    goal = " and ".join(f"{reading} = {finding}" for reading, finding in _goal_once(guide))
    columns = ((CHECKS_AT, "What tells"), (CAUSES_AT, "What can be the cause"), (REPAIRS_AT, "What puts it right"))
    return "".join(
        [
            svg.words(MARGIN, 40, [f"{guide.id}  {guide.title}"], size=21, weight=700),
            svg.words(
                MARGIN,
                64,
                [f"Done when {goal}. Reviewed {guide.reviewed}, kept by {guide.owner}."],
                size=13,
                fill="quiet",
            ),
            *(svg.words(x, 102, [text], size=15, weight=600) for x, text in columns),
        ]
    )


def _goal_once(guide: Guide) -> list[tuple[str, str]]:
    goal: dict[str, list[str]] = {}
    for reading, finding in guide.goal:
        goal.setdefault(reading, []).append(finding)
    return [(reading, " or ".join(findings)) for reading, findings in goal.items()]


def _legend(y: float) -> str:
    marks = (
        ("silent", "known without asking"),
        ("asked", "asked of the customer"),
        ("bar", "a cause, and how likely it is when the guide is opened"),
        ("repair", "a remedy"),
        ("away", "a hand-over (dashed)"),
    )
    parts, x = [], MARGIN
    for mark, text in marks:
        parts.append(f'<rect x="{x:g}" y="{y - 10:g}" width="12" height="12" rx="3" fill="{svg.colour(mark)}"/>')
        parts.append(svg.words(x + 18, y, [text], size=12, fill="quiet"))
        x += 34 + len(text) * 12 * svg.CHARACTER + 14
    return "".join(parts)
