"""Facts as JSON and back, so that a decision can be stored with its act and repeated years later."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from careline.kernel.money import Money
from careline.policybook.values import Fact

Stored = str | bool | int | list[str] | dict[str, str]


def facts_to_json(facts: Mapping[str, Fact]) -> dict[str, Stored]:
    """This function will turn facts into values that JSON keeps exactly; kinds it lacks become {kind: text}."""
    return {name: _to_json(value) for name, value in facts.items()}


def facts_from_json(stored: Mapping[str, Stored]) -> dict[str, Fact]:
    """This function will read facts back; what `facts_to_json` did not write is a ValueError."""
    return {name: _from_json(value) for name, value in stored.items()}


def _to_json(value: Fact) -> Stored:
    match value:
        case Money():
            return {"money": f"{value.minor} {value.currency}"}
        case Decimal():
            return {"number": str(value)}
        case date():
            return {"day": value.isoformat()}
        case tuple():
            return list(value)
        case _:
            return value


def _from_json(stored: Stored) -> Fact:
    match stored:
        case {"money": str(text)}:
            minor, _, currency = text.partition(" ")
            return Money(int(minor), currency)
        case {"number": str(text)}:
            return Decimal(text)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case list():
            return tuple(stored)
        case str() | bool() | int():
            return stored
        case _:
            raise ValueError(f"{stored!r} is not a stored fact")
