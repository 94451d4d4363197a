"""A guide in the making."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from careline.guidebook.fields import Pair
from careline.guidebook.text import Page, Section
from careline.guidebook.values import Problem

Sections = Mapping[tuple[str, str], Section]


@dataclass(slots=True)
class Draft:
    """A guide in the making, with the sections its parts came from and the mistakes found."""

    page: Page
    sections: dict[tuple[str, str], Section] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def of_kind(self, kind: str) -> list[Section]:
        """This function will return the sections of one kind, those of the guides below first."""
        return [section for (name, _), section in self.sections.items() if name == kind]


def spoken(what: str | Pair) -> str:
    """This function will say a cause's id, or a pair as `reading = finding`."""
    return what if isinstance(what, str) else f"{what[0]} = {what[1]}"
