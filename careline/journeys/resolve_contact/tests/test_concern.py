"""Which guide fits what the customer says."""

from __future__ import annotations

from pathlib import Path

import pytest

from careline.domains.diagnosis.api import guide_vocabulary
from careline.guidebook.read import read_guides
from careline.journeys.resolve_contact.concern import reason_for

GUIDES = read_guides(Path(__file__).parents[4] / "content" / "guides", guide_vocabulary()).guides


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Your phone has been showing 'No Service' for the past few hours.", "NET-01"),
        ("My mobile data is not working properly. It either stops working or is very slow.", "NET-05"),
        ("I cannot get on the internet at all", "NET-04"),
        ("You are unable to send MMS messages using your messaging app", "MSG-02"),
        ("my group texts don't go through", "MSG-02"),
        ("why is my bill so much higher this month?", "BILL-01"),
        ("I paid and you switched me on again but there is still no service", "PAY-07"),
        ("nobody can leave me a voicemail", "MSG-05"),
    ],
)
def test_customers_words_lead_to_the_guide(words: str, reason: str) -> None:
    assert reason_for(words, GUIDES) == reason


def test_without_guides_there_is_no_reason() -> None:
    assert reason_for("no service", {}) == ""
