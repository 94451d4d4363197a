"""What an expert does at the screen, in a few verbs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PASSWORD = "northlight-demo-2026"
PICTURES = Path(__file__).parents[2] / "docs" / "images"
_LEVELS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def sign_in(page: Page, name: str = "theo") -> None:
    page.goto("/sign-in")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Who is on the line?")).to_be_visible()


def find(page: Page, text: str) -> None:
    page.get_by_role("searchbox").first.fill(text)
    page.keyboard.press("Enter")


def open_customer(page: Page, name: str) -> None:
    page.goto("/")
    find(page, name)
    page.get_by_role("link", name=name).first.click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def open_contact(page: Page, words: str, reason: str) -> None:
    page.get_by_label("What does the customer say?").fill(words)
    page.get_by_label("Contact reason").select_option(label=reason)
    page.get_by_role("button", name="Open the contact").click()
    expect(page.get_by_role("heading", name="Done so far")).to_be_visible()


def complaints(page: Page) -> list[str]:
    """What axe finds wrong on this screen: rule, and where."""
    found: dict[str, Any] = Axe().run(page, options={"runOnly": list(_LEVELS)}).response
    return [
        f"{each['id']}: {each['help']} at {node['target']}" for each in found["violations"] for node in each["nodes"]
    ]


def picture(page: Page, name: str) -> None:
    """Take a picture for the documentation, where that is asked for; otherwise the tree stays as it is."""
    if os.environ.get("CARELINE_SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")
