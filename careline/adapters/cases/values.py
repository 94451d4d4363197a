"""A contact case as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from careline.adapters.handset.phone import Phone
from careline.adapters.memory_tables import Tables

CUSTOMERS_SIDE, OPERATORS_SIDE = "user", "assistant"
DOCUMENTED_NOW = datetime(2025, 2, 25, 12, 8, tzinfo=timezone(timedelta(hours=-5)))
"""The moment at which the data set says that its cases happen: 2025-02-25 12:08 EST."""


class CaseProblem(Exception):
    """A case, or a file of cases, cannot be used; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Call:
    """A function named by a case: on the customer's phone, or on the operator's records."""

    side: str
    name: str
    arguments: Mapping[str, Any]

    def __str__(self) -> str:
        given = ", ".join(f"{key}={value}" for key, value in self.arguments.items())
        return f"{self.name}({given})"


@dataclass(frozen=True, slots=True)
class Assertion:
    """What must hold at the end, or must not when `holds` is false."""

    call: Call
    holds: bool


@dataclass(frozen=True, slots=True)
class Case:
    """One contact: what the customer says and would do, what is broken, one way to repair it, what must hold."""

    id: str
    family: str
    reason: str
    known: str
    attitude: str
    breaks: tuple[Call, ...]
    reference: tuple[Call, ...]
    assertions: tuple[Assertion, ...]

    @property
    def needs_handover(self) -> bool:
        """Whether the reference ends with a hand-over to a person."""
        return any(call.name == HAND_OVER for call in self.reference)

    @property
    def reference_steps(self) -> int:
        """How many of the reference's actions are the customer's."""
        return sum(call.side == CUSTOMERS_SIDE for call in self.reference)


HAND_OVER = "transfer_to_human_agents"


@dataclass(frozen=True, slots=True)
class DataSet:
    """The operator's records, the phone and the moment that all cases of a file start from."""

    tables: Tables
    phone: Phone
    now: datetime
    cases: tuple[Case, ...]
    source: Path
