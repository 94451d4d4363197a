"""Every screen, light and dark, wide and narrow: axe finds nothing, nothing scrolls sideways, no rule is broken."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.conftest import Server
from tests.browser.driving import complaints, picture, sign_in

SCREENS = {
    "home": "/",
    "find": "/find?q=Amelia",
    "find-nobody": "/find?q=no+such+person",
    "customer": "/customers/1",
    "customer-filtered": "/customers/2?show=money",
    "guides": "/guides",
    "guide": "/guides/NET-01",
    "policies": "/policies",
    "policy": "/policies/data/add-data",
    "password": "/password",
    "keys": "/keys",
    "nothing": "/there-is-nothing-here",
}
PICTURES = ("home", "find", "guide", "policy")
OUTSIDE = {"sign-in": "/sign-in", "signed-out": "/sign-out"}


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(browser: Browser, server: Server, look: str) -> None:
    context = browser.new_context(base_url=server.url, color_scheme=look)  # type: ignore[arg-type]
    page, found = context.new_page(), {}
    for name, address in OUTSIDE.items():
        page.goto(address)
        found[name] = complaints(page)
    sign_in(page)
    for name, address in SCREENS.items():
        page.goto(address)
        found[name] = complaints(page)
        if name in PICTURES:
            picture(page, f"{name}-{look}")
    context.close()
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_nothing_scrolls_sideways_at_320_pixels(browser: Browser, server: Server) -> None:
    context = browser.new_context(base_url=server.url, viewport={"width": 320, "height": 640})
    page, too_wide = context.new_page(), {}
    sign_in(page)
    for name, address in (SCREENS | {"sign-in": "/sign-in"}).items():
        page.goto(address)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > 320:
            too_wide[name] = width
    context.close()
    assert too_wide == {}


def test_no_screen_breaks_the_content_security_policy(page: Page) -> None:
    said: list[str] = []

    def keep(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "404" not in message.text:
            said.append(message.text)

    page.on("console", keep)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    sign_in(page)
    for address in SCREENS.values():
        page.goto(address)
    assert said == []


def test_a_chosen_look_stays(page: Page) -> None:
    sign_in(page)
    page.locator("details.menu > summary").click()
    page.get_by_label("Appearance").select_option("dark")
    page.get_by_role("button", name="Keep these").click()
    page.goto("/guides")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).colorScheme") != ""
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 26)"


def test_the_help_sheet_opens_with_a_key_and_without_javascript(page: Page, browser: Browser, server: Server) -> None:
    sign_in(page)
    page.keyboard.press("Tab")
    page.locator("body").press("?")
    assert page.locator("#keys-sheet").is_visible()
    plain = browser.new_context(base_url=server.url, java_script_enabled=False).new_page()
    sign_in(plain)
    plain.get_by_role("button", name="Keyboard shortcuts").click()
    assert plain.locator("#keys-sheet").is_visible()
    plain.context.close()
