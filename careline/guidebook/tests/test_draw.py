"""The drawing shows every part, says the same in words, refers to nothing outside, and its words fit."""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET

from careline.guidebook import svg
from careline.guidebook.draw import COLUMN, draw, in_words
from careline.guidebook.tests.texts import LAMP, ROOM, read, spoiled

SVG = "{http://www.w3.org/2000/svg}"
GUIDES = read(LAMP, ROOM).guides


def shown(picture: str) -> str:
    return " ".join(" ".join(text.itertext()) for text in ET.fromstring(picture).iter(f"{SVG}text"))


def test_every_part_is_in_the_picture() -> None:
    guide = GUIDES["ROOM-1"]
    words = shown(draw(guide))
    for part in (guide.causes, guide.checks, guide.remedies, guide.handovers):
        for each in part.values():
            assert each.title in words
    assert "40%" not in words, "the prior that this guide sets anew is the one to draw"
    assert "8%" in words


def test_it_is_told_in_words_too() -> None:
    root = ET.fromstring(draw(GUIDES["LAMP-1"]))
    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert title is not None
    assert desc is not None
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert desc.text == in_words(GUIDES["LAMP-1"])
    assert (
        "The switch is down: 40%. Told by: Look at the lamp; Look at the switch. Put right by: Press the switch."
        in (desc.text or "")
    )


def test_lines_join_each_cause_with_what_tells_and_what_repairs() -> None:
    paths = ET.fromstring(draw(GUIDES["LAMP-1"])).findall(f"{SVG}path")
    # looks at the lamp and at the switch tell of three each, the street of one; two repairs, one hand-over (dashed)
    assert len(paths) == 3 + 3 + 1 + 2 + 1
    assert sum(path.get("stroke-dasharray") is not None for path in paths) == 1


def test_nothing_outside_is_referred_to_and_no_script_runs() -> None:
    picture = draw(GUIDES["ROOM-1"])
    assert not re.search(r"href|url\(|@import|<script|<image|on\w+=", picture)
    assert re.findall(r"https?://[^\"]+", picture) == ["http://www.w3.org/2000/svg"]


def test_words_of_a_guide_cannot_break_the_picture() -> None:
    text = spoiled("The bulb is loose\n", 'Bulb <script>alert(1)</script> & "loose"\n')
    assert "<script" not in draw(read(text).guides["LAMP-1"])


def test_light_and_dark_have_the_same_colours_by_name() -> None:
    assert svg.LIGHT.keys() == svg.DARK.keys()
    assert "prefers-color-scheme: dark" in draw(GUIDES["LAMP-1"])
    assert "<style" not in draw(GUIDES["LAMP-1"], standalone=False)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_words_and_marks_stand_out_from_their_ground() -> None:
    for look in (svg.LIGHT, svg.DARK):
        for words in ("ink", "quiet"):
            assert min(_contrast(look[words], look[ground]) for ground in ("box", "paper")) >= 4.5
        for mark in ("bar", "silent", "asked", "repair", "away"):
            assert _contrast(look[mark], look["box"]) >= 3
    assert all(_contrast(light, svg.LIGHT["paper"]) >= 3 for light, _ in svg.LINES)
    assert all(_contrast(dark, svg.DARK["paper"]) >= 3 for _, dark in svg.LINES)


def test_boxes_of_a_column_do_not_overlap() -> None:
    for guide in GUIDES.values():
        root = ET.fromstring(draw(guide))
        boxes = [rect for rect in root.iter(f"{SVG}rect") if rect.get("width") == f"{COLUMN:g}"]
        assert len(boxes) == sum(map(len, (guide.causes, guide.checks, guide.remedies, guide.handovers)))
        columns: dict[str | None, list[tuple[float, float]]] = {}
        for rect in boxes:
            top = float(rect.get("y") or 0)
            columns.setdefault(rect.get("x"), []).append((top, top + float(rect.get("height") or 0)))
        for spans in columns.values():
            spans.sort()
            assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_long_words_are_cut_to_fit() -> None:
    lines = svg.wrapped("word " * 60, 200, 13)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(len(line) * 13 * svg.CHARACTER <= 210 for line in lines)
