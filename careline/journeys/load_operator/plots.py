"""What is going on at a demo customer, before anything is made: drawn by chance, or written down for a story. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from careline.domains.lines.values import Reason

DIFFERENCES = (
    ("plan-change", 6), ("promo-ended", 6), ("discount-lost", 5), ("instalment", 4), ("late-fee", 4),
    ("connection", 3), ("roaming", 4), ("price", 5), ("error", 1),
)  # fmt: skip
"""Why the newest bill is higher (the causes of BILL-01), and how often in a hundred customers."""

BOXES = (("ready", 84), ("not set up", 6), ("full", 6), ("locked", 2), ("missing", 2))


@dataclass(frozen=True, slots=True)
class Plot:
    """One customer's situation. `line` traits are those of the first line."""

    difference: str = ""
    overdue: bool = False
    suspended: Reason | None = None
    contract_ended: bool = False
    bars_left: bool = False
    on_the_way: bool = False
    data_used_up: bool = False
    roaming: bool = True
    voicemail_box: str = "ready"
    voicemail_forward: str = "own"
    sim_profile: str = "enabled"
    lines: int = 1
    people: int = 1
    instalment: bool = False
    promo: bool = False
    autopay: bool = True
    protection: bool = False
    contacts: int = 0
    plan: int = 1
    area: int = 0


def drawn_plot(rng: Random) -> Plot:
    """This function will draw a customer's situation; most are well."""
    difference = _weighted(rng, DIFFERENCES, rest="")
    overdue = rng.random() < 0.06
    suspended = Reason.NONPAY if overdue and rng.random() < 0.6 else None
    if not overdue and rng.random() < 0.01:
        suspended = rng.choice((Reason.LOST, Reason.VOLUNTARY, Reason.FRAUD))
    return Plot(
        difference=difference,
        overdue=overdue,
        suspended=suspended,
        contract_ended=suspended is Reason.NONPAY and rng.random() < 0.1,
        bars_left=suspended is None and rng.random() < 0.01,
        on_the_way=overdue and rng.random() < 0.1,
        data_used_up=rng.random() < 0.04,
        roaming=rng.random() < 0.7,
        voicemail_box=_weighted(rng, BOXES, rest="ready"),
        voicemail_forward=_weighted(rng, (("elsewhere", 2), ("off", 1)), rest="own"),
        sim_profile=_weighted(rng, (("disabled", 1), ("mismatch", 1)), rest="enabled"),
        lines=rng.choices((1, 2, 3, 4, 5), (48, 26, 14, 9, 3))[0],
        people=rng.choices((1, 2, 3), (60, 30, 10))[0],
        instalment=difference != "instalment" and rng.random() < 0.4,
        promo=difference == "promo-ended" or rng.random() < 0.2,
        autopay=difference == "discount-lost" or rng.random() < 0.6,
        protection=rng.random() < 0.25,
        contacts=rng.choices((0, 1, 2, 3), (62, 24, 10, 4))[0],
        plan=rng.choices((0, 1, 2, 3), (25, 40, 15, 20))[0],
        area=rng.randrange(6),
    )


def _weighted(rng: Random, shares: tuple[tuple[str, int], ...], *, rest: str) -> str:
    """Draw by shares of a hundred; what they leave open is the rest."""
    at = rng.random() * 100
    for word, share in shares:
        at -= share
        if at < 0:
            return word
    return rest
