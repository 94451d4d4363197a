"""The report stands alone, escapes what it shows, and is readable by everyone."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from careline.journeys.replay.figures import sum_up
from careline.journeys.replay.page import MOST_STORIES, page
from careline.journeys.replay.tests.test_figures import played
from careline.journeys.replay.values import Play

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
FAILED = played(
    "[x]<b>bold</b>", outcome="stuck", unmet=("assert_it()",), story=("What <was> broken:", "   all & sundry")
)


def made(*plays: Play, customer: str = "truthful") -> str:
    return page([sum_up(plays, customer=customer, seconds=1.5)], source="cases.json", at=NOW)


def test_nothing_is_loaded_from_elsewhere() -> None:
    text = made(played("a"), FAILED)
    assert not re.search(r"(src|href)=|url\(|@import|<script", text)


def test_what_is_shown_is_escaped_and_told_in_full() -> None:
    text = made(FAILED)
    assert "<b>bold" not in text
    assert "What &lt;was&gt; broken:\n   all &amp; sundry" in text
    assert "does not hold: assert_it()" in text


def test_success_is_said_plainly() -> None:
    text = made(played("a"), played("b", family="service"))
    assert "<p>None.</p>" in text
    assert "2 of 2" in text
    assert "100 %" in text


def test_a_near_miss_is_never_rounded_up_to_all() -> None:
    plays = [played(f"c{number}") for number in range(4999)]
    assert "99.98 %" in made(*plays, FAILED)


def test_several_seeds_are_said_and_counted() -> None:
    text = made(played("a", 0), played("a", 1, unmet=("x",)))
    assert "Solved in all 2 seeds" in text
    assert "0 of 1" in text


def test_very_many_failures_are_listed_by_name() -> None:
    plays = [played(f"case-{number:04}", outcome="stuck", unmet=("x",)) for number in range(MOST_STORIES + 3)]
    text = made(*plays)
    assert text.count("<details>") == MOST_STORIES
    assert "3 more, by name only" in text
    assert f"case-{MOST_STORIES + 2:04}" in text


def test_the_pictures_are_sound_and_say_what_they_show() -> None:
    text = made(played("a", steps=9), played("b", steps=3))
    drawings = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    assert len(drawings) >= 5
    for drawing in drawings:
        root = ElementTree.fromstring(drawing)
        assert root.get("aria-label") or root.find("title") is not None
    (chart,) = [drawing for drawing in drawings if "chart" in drawing]
    assert "mean 6.0" in chart
    assert "1 plays with 9 steps" in chart


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tmp_path: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_text(made(played("a"), FAILED, played("c", family="service", differences=("y",))))
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        shown = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
        shown.goto(path.as_uri())
        shown.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        found = Axe().run(shown)
        wide = shown.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        browser.close()
    assert found.violations_count == 0, found.generate_report()
    assert wide
