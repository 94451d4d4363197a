"""What is written in a guide is what the machine reads, line by line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from careline.guidebook.fields import LETTERS
from careline.guidebook.read import read_guides
from careline.guidebook.tests.texts import LAMP, ROOM, VOCABULARY, line_of, read, spoiled
from careline.guidebook.text import COLUMNS, FIELDS
from careline.guidebook.values import Place, Who


def test_a_sound_guide_has_no_problems() -> None:
    book = read()
    assert [str(problem) for problem in book.problems] == []
    assert set(book.guides) == {"LAMP-1"}


def test_every_part_is_read() -> None:
    guide = read().guides["LAMP-1"]
    assert guide.title == "The lamp is dark"
    assert guide.says == ("my lamp is dark", "no light")
    assert guide.goal == (("light", "on"),)
    assert guide.prose == "Words for the reader.\n\n* a list in the words"
    cause = guide.causes["switch-down"]
    assert (cause.prior, cause.certain_when, cause.ruled_out_when) == (0.40, (("switch", "down"),), (("switch", "up"),))
    assert (cause.tell, cause.root_cause, cause.prose) == ("The switch was down.", "LAMP-1/a", "More words.")
    assert cause.place == Place("lamp.md", line_of("## cause: switch-down", LAMP))
    check = guide.checks["look-at-switch"]
    assert (check.who, check.cost, check.readings) == (Who.DEVICE, 5, ("switch", "bulb", "light"))
    assert check.ask == "Is the switch up or is it down?"
    assert [finding.id for finding in guide.readings["bulb"].findings] == ["tight", "loose"]
    assert guide.readings["light"].findings[1].shown_by == {"switch-down": 1, "bulb-loose": 0.9, "mast-down": 1}
    assert guide.readings["light"].findings[1].by_chance == 0.01
    remedy = guide.remedies["send-bulb"]
    assert remedy.holds_first == (("bulb", "loose"),)
    assert (remedy.only_without, remedy.leaves, remedy.act) == (("mast-down",), ("switch-down",), "bulb.send")
    assert guide.handovers["lamp-maker"].when == ()


def test_a_guide_takes_over_what_it_stands_on_but_not_its_goal() -> None:
    guide = read(LAMP, ROOM).guides["ROOM-1"]
    assert guide.goal == (("plug", "in"),)
    assert set(guide.causes) == {"switch-down", "bulb-loose", "mast-down", "plug-out"}
    assert guide.causes["bulb-loose"].origin == "LAMP-1"
    assert guide.causes["plug-out"].origin == "ROOM-1"
    assert guide.stands_on == ("LAMP-1",)


def test_a_cause_reaches_into_the_guide_below() -> None:
    book = read(LAMP, ROOM)
    above, below = book.guides["ROOM-1"], book.guides["LAMP-1"]
    assert above.readings["light"].findings[1].shown_by["plug-out"] == 0.9
    assert above.remedies["press-switch"].repairs == {"switch-down": 0.97, "plug-out": 0.5}
    assert above.remedies["send-bulb"].only_without == ("mast-down", "plug-out")
    assert above.causes["switch-down"].prior == 0.08
    assert above.readings["plug"].lasting
    assert "plug-out" not in below.readings["light"].findings[1].shown_by
    assert below.remedies["press-switch"].repairs == {"switch-down": 0.97}
    assert below.causes["switch-down"].prior == 0.40


def test_a_finding_in_shown_by_stands_for_all_that_shows_it() -> None:
    shown = read(LAMP, ROOM).guides["ROOM-1"].readings["plug"].findings[1].shown_by
    assert shown == pytest.approx({"switch-down": 0.5, "bulb-loose": 0.45, "mast-down": 0.5, "plug-out": 1})


def test_a_fuller_look_takes_the_place_of_one_below() -> None:
    fuller = spoiled("- lasting: plug\n", "- readings: light, switch, bulb\n- instead of: look-at-switch\n", ROOM)
    book = read(LAMP, fuller)
    assert book.problems == ()
    above = book.guides["ROOM-1"]
    assert "look-at-switch" not in above.checks
    assert above.checks["look-at-plug"].readings == ("plug", "light", "switch", "bulb")
    assert above.readings["bulb"].findings[1].shown_by == {"bulb-loose": 0.8}
    assert "look-at-switch" in book.guides["LAMP-1"].checks


def test_a_goal_may_be_one_of_several_findings() -> None:
    text = spoiled("- goal: light = on", "- goal: light = on or off")
    assert read(text).guides["LAMP-1"].goal == (("light", "on"), ("light", "off"))


def test_the_hash_follows_this_file_and_all_it_stands_on() -> None:
    before = read(LAMP, ROOM).guides
    after = read(spoiled("Is there light?", "Is it bright?"), ROOM).guides
    room_only = read(LAMP, spoiled("Is the plug in?", "Is it in?", ROOM)).guides
    assert before["LAMP-1"].hash != after["LAMP-1"].hash
    assert before["ROOM-1"].hash != after["ROOM-1"].hash
    assert before["LAMP-1"].hash == room_only["LAMP-1"].hash
    assert before["ROOM-1"].hash != room_only["ROOM-1"].hash


def test_a_guide_with_a_mistake_is_left_out_and_others_are_used() -> None:
    book = read(LAMP, spoiled("- test: look-at-plug", "- test: look-at-moon", ROOM))
    assert set(book.guides) == {"LAMP-1"}
    assert len(book.problems) == 1


def test_a_mistake_below_is_told_once_and_spoils_both() -> None:
    book = read(spoiled("- prior: .1", "- prior: 7"), ROOM)
    assert set(book.guides) == set()
    assert [problem.place.file for problem in book.problems] == ["lamp.md"]


def test_a_folder_is_read_in_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text(LAMP)
    (tmp_path / "a.md").write_text(ROOM)
    (tmp_path / "notes.txt").write_text("not a guide")
    assert set(read_guides(tmp_path, VOCABULARY).guides) == {"LAMP-1", "ROOM-1"}


def test_a_missing_folder_is_a_problem_not_a_crash(tmp_path: Path) -> None:
    book = read_guides(tmp_path / "nowhere", VOCABULARY)
    assert "there is no such folder" in str(book.problems[0])


def test_the_reference_names_every_word_of_the_format() -> None:
    text = (Path(__file__).parents[3] / "docs" / "reference" / "guide-format.md").read_text(encoding="utf-8")
    words = {word for known in FIELDS.values() for word in known} | set(COLUMNS) | set(LETTERS)
    assert sorted(word for word in words if not re.search(rf"\b{re.escape(word)}\b", text)) == []
