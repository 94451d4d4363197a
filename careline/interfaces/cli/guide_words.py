"""The reference page of the words that guides may use, made from the probes and the device vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from careline.domains.diagnosis.api import PROBES
from careline.domains.diagnosis.vocabulary import ACTS, ACTS_THAT_COST, DEVICE_READINGS, DEVICE_STEPS


def vocabulary_page() -> str:
    """This function will describe every probe, reading, device step and act as Markdown."""
    return "\n".join([*_head(), *_probes(), *_readings(), *_steps(), *_acts()]) + "\n"


def _head() -> list[str]:
    return [
        "# The words that guides may use",
        "",
        "A guide that uses another word is refused when it is read. What cannot be told is `unknown` everywhere.",
        "How a guide is written stands in [the guide format](guide-format.md). This page is made from the program by",
        "`careline reference`.",
    ]


def _probes() -> list[str]:
    rows = [
        (f"`{name}`", probe.title, probe.source, f"`{reading}`", _listed(findings))
        for name, probe in PROBES.items()
        for reading, findings in probe.readings.items()
    ]
    words = (
        "Known before anything is asked, healthy finding first. In checks: `who: system` or `network`, and a `probe`."
    )
    return _section("Silent probes", words, ("probe", "what it looks at", "from", "reading", "findings"), rows)


def _readings() -> list[str]:
    rows = [(f"`{reading}`", _listed(findings)) for reading, findings in DEVICE_READINGS.items()]
    words = (
        "What a phone shows or only the customer knows; healthy finding first. In a check: `who: device` or `customer`."
    )
    return _section("Readings of the phone and the customer", words, ("reading", "findings"), rows)


def _steps() -> list[str]:
    return _section("Device steps", "In a remedy: `steps:`.", ("step", "what it does"), _named(DEVICE_STEPS))


def _acts() -> list[str]:
    rows = [(f"`{act}`", text, "yes" if act in ACTS_THAT_COST else "") for act, text in ACTS.items()]
    words = "In a remedy: `who: expert` and `act:`. An act with a price needs `consent:` that states `{price}`."
    return _section("Guarded acts", words, ("act", "what it does", "has a price"), rows)


def _named(words: Mapping[str, str]) -> list[tuple[str, ...]]:
    return [(f"`{word}`", text) for word, text in words.items()]


def _listed(findings: Iterable[str]) -> str:
    return ", ".join(f"`{finding}`" for finding in findings)


def _section(title: str, words: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    table = [columns, tuple("---" for _ in columns), *rows]
    return ["", f"## {title}", "", words, "", *(f"| {' | '.join(row)} |" for row in table)]
