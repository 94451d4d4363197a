"""The story customers: always there, each with one situation to show (listed in docs/reference/demo-operator.md)."""

from __future__ import annotations

from dataclasses import dataclass

from careline.domains.lines.values import Reason
from careline.journeys.load_operator.demo_customer import Cast
from careline.journeys.load_operator.demo_identifiers import story_number
from careline.journeys.load_operator.plots import Plot

OUTAGE_PART, OUTAGE_MARKET = 3, 1
"""The area (Old Town) and market (Lakeside) where the demo operator has an outage now."""


@dataclass(frozen=True, slots=True)
class Story:
    """A customer to meet: who, what they say, what is so."""

    name: str
    says: str
    truth: str
    plot: Plot
    market: int = 0


STORIES = (
    Story("Amelia Farrow", "I am abroad and have no data.", "The line has no roaming yet; it is free.",
          Plot(roaming=False, contacts=1)),
    Story("Bruno Acker", "My phone is dead.", "Suspended for non-payment, one bill is overdue.",
          Plot(overdue=True, suspended=Reason.NONPAY, autopay=False)),
    Story("Chiara Lund", "The internet stopped working.", "The data of this month is used up by 0.1 GB.",
          Plot(data_used_up=True, plan=1)),
    Story("Daniel Obi", "I paid, the line is back, still nothing works.", "Restored, but the network kept two bars.",
          Plot(bars_left=True, contacts=1)),
    Story("Elena Voss", "Nobody can leave me a message.", "The voicemail box is full.",
          Plot(voicemail_box="full")),
    Story("Farid Nassar", "My bill is higher than last month.", "The welcome credit ended.",
          Plot(difference="promo-ended", promo=True)),
    Story("Greta Lindqvist", "Please switch me on again, I pay.", "Suspended, and the contract has ended: hand over.",
          Plot(overdue=True, suspended=Reason.NONPAY, contract_ended=True, autopay=False)),
    Story("Hugo Tamm", "No service since this morning.", "There is an outage in Lakeside Old Town.",
          Plot(area=OUTAGE_PART), OUTAGE_MARKET),
    Story("Ines Caron", "Why did my bill go up?", "The plan was changed in mid-month.",
          Plot(difference="plan-change", plan=2)),
    Story("Jonas Ritter", "I paid and you cut me off.", "Suspended, but the payment is on its way.",
          Plot(overdue=True, suspended=Reason.NONPAY, on_the_way=True, autopay=False)),
    Story("Keiko Marsh", "My bill is higher and I did nothing.", "Automatic payment is off, so its discount is lost.",
          Plot(difference="discount-lost", lines=3, people=3)),
    Story("Liam Ostrov", "Calls never reach my voicemail.", "Unanswered calls are forwarded elsewhere.",
          Plot(voicemail_forward="elsewhere")),
    Story("Mona Sarraf", "My new phone has no network.", "The network does not know this SIM (mismatch).",
          Plot(sim_profile="mismatch")),
    Story("Noah Bright", "I lost my phone last week.", "Suspended as lost.",
          Plot(suspended=Reason.LOST)),
    Story("Olivia Penn", "What are these charges from abroad?", "Roaming charges on several days.",
          Plot(difference="roaming")),
    Story("Pavel Moss", "There is a charge I do not know.", "One item reconciles with nothing: an error of ours.",
          Plot(difference="error")),
)  # fmt: skip


def cast_of(place: int) -> Cast:
    """This function will give the name, number and market that a story has been given."""
    return Cast(STORIES[place].name, story_number(place), STORIES[place].market)
