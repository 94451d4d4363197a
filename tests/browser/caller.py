"""A customer with a phone in software, and an expert who passes on at the screen what that customer says."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from careline.adapters.handset.phone import Phone, Surroundings
from careline.adapters.handset.readings import look
from careline.adapters.handset.steps import ON_THE_PHONE
from careline.domains.diagnosis.probes import guide_vocabulary
from careline.guidebook.read import read_guides
from careline.guidebook.values import Guidebook

CONTENT = Path(__file__).parents[2] / "content"


@cache
def guides() -> Guidebook:
    return read_guides(CONTENT / "guides", guide_vocabulary())


@dataclass
class Caller:
    """Who is on the line. `after_act` is what our acts change around the phone."""

    guide: str
    phone: Phone = field(default_factory=Phone)
    around: Surroundings = field(default_factory=Surroundings)
    after_act: dict[str, Surroundings] = field(default_factory=dict)

    def sees(self, reading: str) -> str:
        return look(self.phone, self.around, reading) or "unknown"

    def does(self, remedy: str) -> None:
        for step in guides().guides[self.guide].remedies[remedy].steps:
            self.phone = ON_THE_PHONE[step](self.phone, self.around)


def step_form(page: Page) -> Locator:
    return page.locator("#step form")


def step_id(page: Page) -> str:
    return step_form(page).locator("input[name=step]").input_value()


def wait_for_more(page: Page, events: str) -> None:
    """The screen has taken the answer once its form knows of more events (or there is no form any more)."""
    page.wait_for_function(
        "was => { const seq = document.querySelector('#step form input[name=seq]'); return !seq || seq.value !== was }",
        arg=events,
    )


def answer(page: Page, caller: Caller, **wrong: str) -> str:
    """Take one step as this caller answers (or as `wrong` says, reading by reading); give the step's id."""
    form, step = step_form(page), step_id(page)
    seq = form.locator("input[name=seq]").input_value()
    buttons = form.locator("button[name^='r-']")
    if buttons.count():
        reading = (buttons.first.get_attribute("name") or "").removeprefix("r-")
        finding = wrong.get(reading.replace("-", "_"), caller.sees(reading))
        form.locator(f"button[value='{finding}']").click()
    elif form.locator("[data-rows]").count():
        for row in form.locator(".reading").all():
            reading = (row.locator("input").first.get_attribute("name") or "").removeprefix("r-")
            row.locator(f"input[value='{wrong.get(reading.replace('-', '_'), caller.sees(reading))}']").check()
        form.get_by_role("button", name="Record the answers").click()
    else:
        is_act = (form.get_attribute("action") or "").endswith("/act")
        caller.does(step) if not is_act else None
        form.locator("button[value='done']").click()
        caller.around = caller.after_act.get(step, caller.around) if is_act else caller.around
    wait_for_more(page, seq)
    return step


def until(page: Page, caller: Caller, *, most: int = 25) -> list[str]:
    """Go on until there is nothing more to answer: solved, or to be handed over. Gives the steps taken."""
    taken: list[str] = []
    while step_form(page).count():
        taken.append(answer(page, caller))
        assert len(taken) <= most, taken
    return taken


def is_solved(page: Page) -> None:
    expect(page.locator("#step-title")).to_have_text(re.compile("^Solved"))
