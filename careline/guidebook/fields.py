"""The values written in fields: numbers, lists, pairs of reading and finding, and chances."""

from __future__ import annotations

import re
from collections.abc import Mapping

from careline.guidebook.text import Entry
from careline.guidebook.values import Place, Problem

LETTERS: Mapping[str, float] = {"H": 0.40, "M": 0.20, "L": 0.08, "R": 0.02}
"""Priors by letter. Source: field guide 10, "how to read"."""

Pair = tuple[str, str]

_PAIR = re.compile(r"^([a-z0-9-]+) *= *([a-z0-9-]+)$")
_WORD = re.compile(r"^[a-z0-9-]+$")
_SHARE = re.compile(r"^(?P<what>[a-z0-9-]+(?: *= *[a-z0-9-]+)?) +(?P<chance>[0-9.]+)$")


def words_in(text: str, separator: str = ",") -> tuple[str, ...]:
    """This function will split a list of words, leaving out empty ones."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def number_in(entry: Entry, problems: list[Problem], *, least: float, most: float, what: str) -> float:
    """This function will return a number within bounds, or `least` with a problem noted."""
    try:
        value = float(entry.text)
    except ValueError:
        value = -1.0
    if least <= value <= most:
        return value
    problems.append(Problem(entry.place, f"{what} is `{entry.text}`: write a number from {least:g} to {most:g}"))
    return least


def prior_in(entry: Entry, problems: list[Problem]) -> float:
    """This function will return a prior written as H, M, L, R or a number above 0 and below 1."""
    if entry.text in LETTERS:
        return LETTERS[entry.text]
    try:
        value = float(entry.text)
    except ValueError:
        value = 0.0
    if 0 < value < 1:
        return value
    problems.append(
        Problem(entry.place, f"the prior is `{entry.text}`: write H, M, L, R or a number above 0 and below 1")
    )
    return LETTERS["R"]


def pairs_in(entry: Entry, problems: list[Problem]) -> tuple[Pair, ...]:
    """This function will read `reading = finding and reading = finding or finding`.

    After `or` the reading may be left out: `speed = excellent or slow`.
    """
    found: list[Pair] = []
    for part in re.split(r" and | or ", entry.text):
        match = _PAIR.match(part.strip())
        if match:
            found.append((match[1], match[2]))
        elif found and _WORD.match(part.strip()):
            found.append((found[-1][0], part.strip()))
        elif part.strip():
            problems.append(Problem(entry.place, f"`{part.strip()}` is not understood: write `reading = finding`"))
    return tuple(found)


def shares_in(text: str, place: Place, problems: list[Problem]) -> dict[str | Pair, float]:
    """This function will read `cause .97, other-cause .5, reading = finding 1` into chances from 0 to 1."""
    shares: dict[str | Pair, float] = {}
    for part in words_in(text):
        match = _SHARE.match(part)
        if match is None or not _is_chance(match["chance"]):
            problems.append(
                Problem(place, f"`{part}` is not understood: write a name and a chance from 0 to 1, as `name .97`")
            )
            continue
        pair = _PAIR.match(match["what"])
        shares[(pair[1], pair[2]) if pair else match["what"]] = float(match["chance"])
    return shares


def _is_chance(text: str) -> bool:
    try:
        return 0 <= float(text) <= 1
    except ValueError:
        return False
