"""Real cases through the screen, from the customer's first words to the proof: the stories of the demo operator."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from careline.adapters.handset.phone import Phone, Surroundings
from tests.browser.caller import Caller, answer, is_solved, step_form, step_id, until
from tests.browser.conftest import Server
from tests.browser.driving import complaints, find, open_contact, open_customer, picture, sign_in

SLOW = "Mobile data is slow or stops"
NO_DATA = "Mobile data does not work"
NO_SERVICE = "The phone has no service"


def _close(page: Page) -> str:
    page.get_by_role("link", name="Wrap up").first.click()
    text = page.get_by_label("Summary").input_value()
    page.get_by_role("button", name="Close the contact").click()
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()
    return text


def test_used_up_data_is_added_with_consent_and_proven(page: Page) -> None:
    sign_in(page)
    open_customer(page, "Chiara Lund")
    picture(page, "customer-page")
    open_contact(page, "The internet stopped working this morning.", NO_DATA)
    caller = Caller("NET-04", around=Surroundings(data_left=False), after_act={"add-data": Surroundings()})
    while not (step_form(page).get_attribute("action") or "").endswith("/act"):
        picture(page, "contact-page")
        answer(page, caller)
    expect(page.locator(".decision")).to_contain_text("Policy allows it")
    expect(page.locator(".decision a")).to_have_attribute("href", "/policies/data/add-data#with-consent")
    expect(step_form(page)).to_contain_text("GB")
    picture(page, "contact-act")
    taken = until(page, caller)
    is_solved(page)
    assert taken.count("add-data") == 1
    picture(page, "contact-solved")
    assert "2 GB" in _close(page)
    page.get_by_role("link", name="Back to Chiara Lund").click()
    expect(page.get_by_role("region", name="Lines")).to_contain_text("17 GB used")


def test_roaming_is_enabled_free_of_charge(page: Page) -> None:
    sign_in(page)
    open_customer(page, "Amelia Farrow")
    open_contact(page, "I am abroad and have no data.", NO_DATA)
    caller = Caller(
        "NET-04", phone=Phone(abroad=True), after_act={"enable-roaming": Surroundings(roaming_allowed=True)}
    )
    taken = until(page, caller)
    is_solved(page)
    assert "enable-roaming" in taken
    _close(page)


def test_a_wrong_answer_is_taken_back_and_the_contact_ends_well(page: Page) -> None:
    sign_in(page)
    open_customer(page, "Keiko Marsh")
    open_contact(page, "Pages load very slowly.", SLOW)
    caller = Caller("NET-05", phone=Phone(data_saver=True))
    assert "airplane" in (step_form(page).inner_html())
    answer(page, caller, airplane="on")
    expect(page.locator(".so-far")).to_contain_text("Airplane mode is on")
    page.locator(".so-far li").first.get_by_role("link", name="Change").click()
    expect(step_form(page).locator("input[value=on]:checked").first).to_be_attached()
    picture(page, "contact-change")
    answer(page, caller)
    expect(page.locator(".so-far")).to_contain_text("taken back")
    taken = until(page, caller)
    is_solved(page)
    assert "data-saver" in " ".join(taken)
    assert not [step for step in taken if "airplane" in step]


def test_an_ended_contract_is_handed_over(page: Page) -> None:
    sign_in(page)
    open_customer(page, "Greta Lindqvist")
    open_contact(page, "Please switch me on again, I pay.", NO_SERVICE)
    until(
        page, Caller("NET-01", around=Surroundings(line_active=False), phone=Phone(connected=False, technology="none"))
    )
    page.get_by_role("link", name="Prepare the hand-over").click()
    assert "contract" in page.get_by_label("What they need to know").input_value()
    picture(page, "hand-over")
    assert complaints(page) == []
    page.get_by_role("button", name="Hand over now").click()
    expect(page.get_by_role("heading", name="Handed over")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("region", name="My open contacts")).not_to_contain_text("Greta Lindqvist")


def test_a_killed_server_loses_nothing_and_does_nothing_twice(page: Page, server: Server) -> None:
    sign_in(page)
    open_customer(page, "Farid Nassar")
    open_contact(page, "Pages load very slowly.", SLOW)
    caller = Caller("NET-05", phone=Phone(data_saver=True))
    answer(page, caller)
    before, address = page.locator(".so-far li").count(), page.url
    server.kill()
    server.start()
    page.goto("/")
    page.get_by_role("region", name="My open contacts").get_by_role("link", name="Farid Nassar").first.click()
    assert page.url == address
    assert page.locator(".so-far li").count() == before
    until(page, caller)
    is_solved(page)


def test_an_answer_sent_while_the_server_is_away_is_not_lost(page: Page, server: Server) -> None:
    sign_in(page)
    open_customer(page, "Ines Caron")
    words = page.get_by_label("What does the customer say?")
    words.fill("Half of what the customer said")
    server.kill()
    server.start()
    page.reload()
    expect(page.get_by_label("What does the customer say?")).to_have_value("Half of what the customer said")


def test_everything_works_without_javascript(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    open_customer(page, "Ines Caron")
    open_contact(page, "Pages load very slowly.", SLOW)
    caller = Caller("NET-05", phone=Phone(data_saver=True))
    taken = 0
    while step_form(page).count():
        plain_answer(page, caller)
        taken += 1
        assert taken < 25
    is_solved(page)
    assert _close(page)
    context.close()


def plain_answer(page: Page, caller: Caller) -> None:
    form, step = step_form(page), step_id(page)
    if form.locator("button[name^='r-']").count():
        reading = (form.locator("button[name^='r-']").first.get_attribute("name") or "").removeprefix("r-")
        form.locator(f"button[value='{caller.sees(reading)}']").click()
    elif form.locator("[data-rows]").count():
        for row in form.locator(".reading").all():
            reading = (row.locator("input").first.get_attribute("name") or "").removeprefix("r-")
            row.locator(f"input[value='{caller.sees(reading)}']").check()
        form.get_by_role("button", name="Record the answers").click()
    else:
        caller.does(step)
        form.locator("button[value='done']").click()


def test_a_contact_is_taken_with_the_keyboard_alone(page: Page) -> None:
    sign_in(page)
    page.keyboard.press("/")
    page.keyboard.type("Olivia Penn")
    page.keyboard.press("Enter")
    expect(page.locator("a.whole").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Olivia Penn")).to_be_visible()
    _tab_to(page, "#words")
    page.keyboard.type("Pages load very slowly.")
    _tab_to(page, "#reason")
    page.keyboard.type(SLOW)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    caller, taken = Caller("NET-05", phone=Phone(data_saver=True)), 0
    page.locator("#step").wait_for()
    while step_form(page).count():
        _key_answer(page, caller)
        taken += 1
        assert taken < 25
    is_solved(page)
    page.keyboard.press("1")
    expect(page.get_by_label("Summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Closed")).to_be_visible()


def _tab_to(page: Page, selector: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


def _key_answer(page: Page, caller: Caller) -> None:
    form, step = step_form(page), step_id(page)
    seq = form.locator("input[name=seq]").input_value()
    if form.locator("button[name^='r-']").count():
        reading = (form.locator("button[name^='r-']").first.get_attribute("name") or "").removeprefix("r-")
        key = form.locator(f"button[value='{caller.sees(reading)}']").get_attribute("data-key")
        page.keyboard.press(key or "")
    elif form.locator("[data-rows]").count():
        for row in form.locator(".reading").all():
            reading = (row.locator("input").first.get_attribute("name") or "").removeprefix("r-")
            page.keyboard.press(row.locator(f"input[value='{caller.sees(reading)}']").get_attribute("data-digit") or "")
        page.keyboard.press("Enter")
    else:
        caller.does(step)
        page.keyboard.press("1")
    page.wait_for_function(
        "was => { const seq = document.querySelector('#step form input[name=seq]'); return !seq || seq.value !== was }",
        arg=seq,
    )


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_in_a_contact_and_it_fits_320_pixels(browser: Browser, server: Server, look: str) -> None:
    context = browser.new_context(base_url=server.url, color_scheme=look)  # type: ignore[arg-type]
    page = context.new_page()
    sign_in(page)
    open_customer(page, "Pavel Moss")
    open_contact(page, "Pages load very slowly.", SLOW)
    caller, found = Caller("NET-05", phone=Phone(data_saver=True)), {}
    while step_form(page).count():
        page.locator("details#why summary").click()
        page.set_viewport_size({"width": 1440, "height": 900})
        found[f"{step_id(page)}"] = complaints(page)
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, step_id(page)
        answer(page, caller)
    found["solved"] = complaints(page)
    for name in ("wrap-up", "hand-over"):
        page.goto(page.url.split("/wrap-up")[0].split("/hand-over")[0].split("?")[0] + f"/{name}")
        found[name] = complaints(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_finding_by_a_number_in_any_format(page: Page) -> None:
    sign_in(page)
    for text in ("(201) 555-0100", "+1 201 555 0100", "2015550100"):
        page.goto("/")
        find(page, text)
        expect(page.get_by_role("link", name="Amelia Farrow")).to_be_visible()
