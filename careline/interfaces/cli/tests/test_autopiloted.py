"""The autopilot remembers what it thought, and a remembered thought is the thought itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from careline.guidebook.think import think
from careline.guidebook.values import Did, Found, Outcome
from careline.interfaces.cli.autopiloted import Autopilot, NoContent, RemembersThoughts, load_autopilot

CONTENT = Path(__file__).parents[4] / "content"
EVENTS = (
    Found("look-at-status-bar", {"service": "none", "airplane": "on"}),
    Did("airplane-mode-off", Outcome.DONE),
)


@pytest.fixture(scope="module")
def autopilot() -> Autopilot:
    return load_autopilot(CONTENT)


def test_a_remembered_thought_is_the_thought_itself(autopilot: Autopilot) -> None:
    guide, remembers = autopilot.guidebook.guides["NET-01"], RemembersThoughts()
    for events in ((), EVENTS[:1], EVENTS):
        first = remembers(guide, list(events))
        assert first == think(guide, events)
        again = tuple(Found(e.check, dict(reversed(e.findings.items()))) if isinstance(e, Found) else e for e in events)
        assert remembers(guide, again) is first


def test_other_events_and_other_guides_are_other_points(autopilot: Autopilot) -> None:
    guides, remembers = autopilot.guidebook.guides, RemembersThoughts()
    thoughts = [
        remembers(guides["NET-01"], ()),
        remembers(guides["NET-04"], ()),
        remembers(guides["NET-01"], EVENTS[:1]),
        remembers(guides["NET-01"], (EVENTS[0], Did("airplane-mode-off", Outcome.CANNOT))),
        remembers(guides["NET-01"], EVENTS),
    ]
    assert len({id(thought) for thought in thoughts}) == len(thoughts)


def test_it_forgets_the_oldest_when_it_is_full(autopilot: Autopilot) -> None:
    guides, remembers = autopilot.guidebook.guides, RemembersThoughts(most=1)
    first = remembers(guides["NET-01"], ())
    assert remembers(guides["NET-01"], ()) is first
    remembers(guides["NET-04"], ())
    assert remembers(guides["NET-01"], ()) is not first


def test_without_guides_there_is_no_autopilot(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "guides").mkdir()
    with pytest.raises(NoContent, match="no guide to go by"):
        load_autopilot(tmp_path)
    (tmp_path / "guides" / "X-01.md").write_text("# Half a guide\n")
    with pytest.raises(NoContent):
        load_autopilot(tmp_path)
    assert "X-01.md:" in capsys.readouterr().err
