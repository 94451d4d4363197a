"""What a benchmark gives back, and how it shows its progress."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a figure of ours, what it is compared with, and the target it has to meet."""

    name: str
    ours: float
    theirs: float | None = None  # the figure compared with; None where only a target stands
    target: float | None = None  # on `judged`; None for a line that is shown beside
    unit: str = ""
    than: str = ""  # what "theirs" is
    judge: str = "ratio"  # what the target is about: "ours" or "ratio" (ours / theirs)
    at_least: bool = False  # True: the target is a floor

    @property
    def ratio(self) -> float | None:
        """Ours over theirs."""
        return self.ours / self.theirs if self.theirs else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none."""
        judged = self.ours if self.judge == "ours" else self.ratio
        if self.target is None or judged is None:
            return None
        return judged >= self.target if self.at_least else judged <= self.target


@dataclass(frozen=True, slots=True)
class Report:
    """The rows of one benchmark, and figures worth keeping beside them."""

    rows: tuple[Row, ...]
    notes: Mapping[str, Any] = field(default_factory=dict)


def progress(name: str, done: int, of: int, what: str = "") -> None:
    """This function will show how far a benchmark is, on the terminal's own line; silent where there is no terminal."""
    if not sys.stderr.isatty():
        return
    width = 24
    full = round(width * done / max(of, 1))
    sys.stderr.write(f"\r{name:16} [{'█' * full}{'·' * (width - full)}] {done}/{of} {what}\x1b[K")
    if done >= of:
        sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()
