"""Guides and policies as pages."""

from __future__ import annotations

from dataclasses import dataclass

from careline.interfaces.desk.shown.shared import Chip, Link


@dataclass(frozen=True, slots=True)
class GuideRow:
    href: str
    id: str
    title: str
    says: tuple[str, ...]
    counts: str
    reviewed: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class GuidePart:
    """A cause, check, remedy or hand-over of a guide, as its page shows it."""

    id: str
    title: str
    facts: tuple[tuple[str, str], ...]
    words: str = ""
    prose: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class GuideShown:
    row: GuideRow
    prose: str
    owner: str
    stands_on: tuple[Link, ...]
    goal: str
    sections: tuple[tuple[str, tuple[GuidePart, ...]], ...]
    drawing_href: str
    drawing: str = ""
    file: str = ""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    href: str
    id: str
    title: str
    act: str
    in_force: str
    clauses: int


@dataclass(frozen=True, slots=True)
class ClauseShown:
    anchor: str
    heading: str
    html: str
    rule: str
    effect: Chip
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyShown:
    row: PolicyRow
    intro: str
    clauses: tuple[ClauseShown, ...]
    hash: str = ""
    source: str = ""
