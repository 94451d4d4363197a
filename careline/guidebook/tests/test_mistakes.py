"""Every mistake that a guide can hold is told once, at its line, with what to do. Each test makes exactly one."""

# ruff: noqa: E501  (a table of mistakes, one on each line)

from __future__ import annotations

import pytest

from careline.guidebook.tests.texts import LAMP, ROOM, line_of, read, spoiled

# old passage, new passage, where the problem is told (a passage of the new text), what it says
MISTAKES = {
    # form
    "no title": ("# The lamp is dark\n", "\n", "\n\n- reason: LAMP-1", "the guide has no title"),
    "unknown part": ("## cause: bulb-loose", "## reason: bulb-loose", "## reason: bulb-loose", "unknown part"),
    "unknown word": ("- tell: The bulb was loose.", "- telll: The bulb.\n- tell: x", "- telll", "unknown word `telll` in a cause"),
    "field twice": ("- prior: .1", "- prior: .1\n- prior: .2", "- prior: .2", "`prior` is written twice"),
    "table in a cause": ("More words.", "| a | b | c | d | e |", "| a |", "a table stands only in a check"),
    "short row": ("| mast | up | power | | |", "| mast | up | power |", "| mast | up |", "a row has 5 cells"),
    "not a pair": ("- certain when: switch = down", "- certain when: switch is down", "- certain when: switch is", "write `reading = finding`"),
    "not a chance": ("bulb-loose .8 |", "bulb-loose often |", "bulb-loose often", "write a name and a chance from 0 to 1"),
    "chance above one": ("bulb-loose .8 |", "bulb-loose 8 |", "bulb-loose 8", "a chance from 0 to 1"),
    "by chance above one": (".8 | .02 |", ".8 | 2 |", ".8 | 2 |", "by chance is `2`"),
    # the head
    "no owner": ("- owner: lamp care\n", "", "# The lamp", "the guide has no `owner`"),
    "no review": ("- reviewed: 2026-11-22\n", "", "# The lamp", "the guide has no `reviewed`"),
    "no date": ("- reviewed: 2026-11-22", "- reviewed: last week", "- reviewed", "write a date as 2026-11-22"),
    "no test": ("- test: look-at-lamp\n", "", "# The lamp", "the guide has no `test`"),
    "unknown test": ("- test: look-at-lamp", "- test: look-at-moon", "- test", "`look-at-moon` is not a check"),
    "goal not told": ("- goal: light = on", "- goal: light = blue", "- goal", "`light = blue` is told by no check"),
    "goal not in the test": ("- goal: light = on", "- goal: bulb = tight", "- goal", "is not told by the test"),
    "stands on nothing": ("- goal: light", "- stands on: SUN-1\n- goal: light", "- stands on", "`SUN-1`, which is not written"),
    # causes
    "prior out of range": ("- prior: .1", "- prior: 1.1", "- prior: 1.1", "write H, M, L, R or a number above 0 and below 1"),
    "no tell": ("- tell: The bulb was loose.\n", "", "## cause: bulb-loose", "has no `tell`"),
    "no source": ("- source: lamp book 2\n", "", "## cause: bulb-loose", "has no `source`"),
    "no words beneath the heading": ("The bulb is loose\n", "", "## cause: bulb-loose", "has no title"),
    "cause twice": ("## cause: bulb-loose", "## cause: switch-down", None, "cause `switch-down` is written twice"),
    "unknown reading": ("- ruled out when: switch = up", "- ruled out when: sun = up", "- ruled", "`sun = up`, which no check tells"),
    "unknown finding": ("- certain when: mast = down", "- certain when: mast = bent", "- certain when: mast", "`mast = bent`"),
    "shows an unknown finding": ("- prior: .1", "- prior: .1\n- shows: sun = up 1", "- shows", "unknown finding `sun = up`"),
    "repaired by an unknown remedy": ("- prior: .1", "- prior: .1\n- repaired by: hope .5", "- repaired", "unknown remedy `hope`"),
    "never with an unknown remedy": ("- prior: .1", "- prior: .1\n- never with: hope", "- never", "unknown remedy `hope`"),
    "prior of an unknown cause": ("- goal: light", "- priors: sun L\n- goal: light", "- priors", "unknown cause `sun`"),
    # checks
    "unknown cause in a row": ("bulb-loose .8 |", "moon .8 |", "moon .8", "unknown cause `moon`"),
    "unknown finding in a row": ("bulb-loose .8 |", "sun = up .8 |", "sun = up", "`sun = up`, which no check tells"),
    "finding leads back": ("switch-down .99", "switch = down .99", "switch = down .99", "leads back here"),
    "reading twice": ("| mast | up | power | | |", "| light | up | power | | |", "| light | on", "is written twice"),
    "finding twice": ("| bulb | loose | loose", "| bulb | tight | loose", "| bulb | tight | loose", "is written twice"),
    "reading without rows": ("- readings: light", "- readings: light, sun", "- readings", "`sun` that has no rows"),
    "unknown performer": ("- who: network", "- who: satellite", "- who: satellite", "write one of system, network"),
    "cost missing": ("- cost: 5\n", "", "## check: look-at-switch", "has no `cost`"),
    "cost out of range": ("- cost: 5\n", "- cost: 99999\n", "- cost: 99999", "write a number from 1 to 3600"),
    "no words to say": ("- ask: Is there light?\n", "", "## check: look-at-lamp", "has no `ask`"),
    "no probe": ("- probe: mast\n", "", "## check: street", "has no `probe`"),
    "unknown probe": ("- probe: mast", "- probe: moon", "- probe", "unknown probe `moon`"),
    "probe tells other things": ("- probe: mast", "- probe: account", "## check: street", "probe `account` tells no `mast`"),
    "silent check with a cost": ("- probe: mast", "- cost: 5\n- probe: mast", "- cost: 5\n- probe", "costs the customer nothing"),
    "finding of no phone": ("| bulb | loose | loose", "| bulb | hot | loose", None, "`bulb` cannot be `hot`"),
    "no label": ("| switch | up | up |", "| switch | up | |", "| switch | up | |", "has no label"),
    "instead of an unknown check": ("- readings: light", "- readings: light\n- instead of: look-at-moon", "- instead", "`instead of` names an unknown check: correct it (`look-at-moon`)"),
    "instead of a fuller look": ("- help: The thing", "- instead of: look-at-switch\n- help: The thing", "- instead", "does not tell switch, bulb"),
    # remedies
    "unknown step": ("- steps: lamp.switch", "- steps: lamp.kick", "- steps", "unknown device step `lamp.kick`"),
    "unknown act": ("- act: bulb.send", "- act: bulb.steal", "- act", "unknown act `bulb.steal`"),
    "phone without steps": ("- steps: lamp.switch\n", "", "- who: device\n- cost: 8", "has no `steps`"),
    "expert without act": ("- act: bulb.send\n", "", "- who: expert", "has no `act`"),
    "no words to do it": ("- do: Please press the switch.\n", "", "## remedy: press-switch", "has no `do`"),
    "no proof": ("- proof: switch = up\n", "", "## remedy: press-switch", "has no `proof`"),
    "proof that no check tells": ("- proof: switch = up", "- proof: moon = up", "- proof: moon", "`moon = up`, which no check tells"),
    "repairs nothing": ("- repairs: switch-down .97", "- repairs: switch-down 0", "- repairs: switch-down 0", "repairs nothing"),
    "repairs an unknown cause": ("- repairs: switch-down .97", "- repairs: switch-down .97, sun .5", "- repairs: switch-down", "unknown cause `sun`"),
    "leaves an unknown cause": ("- leaves: switch-down", "- leaves: sun", "- leaves", "unknown cause `sun`"),
    "money without consent": ("- consent: A new bulb comes to {price}. Shall I send it?\n", "", "## remedy: send-bulb", "costs the customer money"),
    "price not stated": ("comes to {price}", "costs a little", "- consent", "costs the customer money"),
    "unknown placeholder": ("comes to {price}", "comes to {price} {fun}", "- consent", "unknown placeholder {fun}"),
    # hand-overs
    "nobody to hand over to": ("- to: street crew\n", "", "## hand over: street-crew", "has no `to`"),
    "no last resort": ("- when:\n", "- when: bulb-loose\n", "# The lamp", "there is no last resort"),
    "two last resorts": ("- when: mast-down\n", "- when:\n", "## hand over: lamp-maker", "is the last resort already"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_at_its_line(name: str) -> None:
    old, new, where, says = MISTAKES[name]
    text = spoiled(old, new)
    book = read(text)
    told = [problem for problem in book.problems if says in problem.message]
    assert told, [str(problem) for problem in book.problems]
    if where is not None:
        assert line_of(where, text) in {problem.place.line for problem in told}
    assert "LAMP-1" not in book.guides


def test_each_mistake_is_told_once() -> None:
    for name, (old, new, _, says) in MISTAKES.items():
        told = [problem for problem in read(spoiled(old, new)).problems if says in problem.message]
        places = [(problem.place.line, problem.message) for problem in told]
        assert len(places) == len(set(places)), name


CAUSE_NOBODY_SEES = """
## cause: ghost
A ghost blew it out

- prior: R
- tell: It was a ghost.
- source: lamp book 13

## hand over: ghost-crew
The ghost crew comes

- to: ghost crew
- cost: 300
- when: ghost
- say: They are on their way.
- source: lamp book 13
"""


def test_a_cause_that_nothing_shows() -> None:
    text = LAMP + CAUSE_NOBODY_SEES
    (problem,) = read(text).problems
    assert problem.message.startswith("nothing shows cause `ghost`")
    assert problem.place.line == line_of("## cause: ghost", text)


def test_a_cause_without_a_way_out() -> None:
    text = spoiled("- when: mast-down\n", "- when: bulb-loose\n")
    messages = [problem.message for problem in read(text).problems]
    assert "cause `mast-down` has no remedy and no hand-over: write one" in messages


CHECK_FOR_NOTHING = """
## check: look-at-plug
Look at the plug

- who: device
- cost: 7
- ask: Is the plug in?
- source: lamp book 12

| reading | finding | label | shown by | by chance |
|---|---|---|---|---|
| plug | in | in | | |
| plug | out | out | | .1 |
"""


def test_a_check_that_nothing_needs() -> None:
    text = LAMP + CHECK_FOR_NOTHING
    (problem,) = read(text).problems
    assert "check `look-at-plug` is never needed" in problem.message
    assert problem.place.line == line_of("## check: look-at-plug", text)


def test_a_check_that_cannot_differ() -> None:
    text = LAMP + CHECK_FOR_NOTHING.replace("| plug | out | out | | .1 |\n", "")
    assert any("a check that cannot differ tells nothing" in problem.message for problem in read(text).problems)


def test_a_probe_that_can_find_more_than_the_rows_say() -> None:
    text = spoiled("| mast | down | no power | mast-down 1 | .001 |\n", "").replace("- certain when: mast = down\n", "")
    assert any("the probe can also find `down`" in problem.message for problem in read(text).problems)


def test_rows_that_do_not_begin_with_the_healthy_finding() -> None:
    text = spoiled("| mast | up | power | | |\n", "").replace(
        "mast-down 1 | .001 |\n", "mast-down 1 | .001 |\n| mast | up | power | | |\n"
    )
    assert any("the first row of `mast` is the healthy one" in problem.message for problem in read(text).problems)


def test_a_remedy_that_is_never_reached() -> None:
    text = LAMP + CHECK_FOR_NOTHING.replace(".1 |", " |")
    text = text.replace("- holds first: bulb = loose", "- holds first: plug = out")
    told = [problem for problem in read(text).problems if "remedy `send-bulb` is never reached" in problem.message]
    assert [problem.place.line for problem in told] == [line_of("- holds first", text)]


def test_a_hand_over_that_nobody_needs() -> None:
    text = spoiled("- when: mast-down\n", "- when: mast-down, switch-down\n")
    (problem,) = read(text).problems
    assert "`switch-down` of hand-over `street-crew` is repaired by `press-switch`" in problem.message
    assert problem.place.line == line_of("- when: mast-down", text)


def test_two_files_for_one_reason() -> None:
    book = read(LAMP, LAMP)
    assert any("LAMP-1 is already written in lamp.md" in problem.message for problem in book.problems)


def test_a_file_without_a_reason() -> None:
    book = read(spoiled("- reason: LAMP-1\n", ""))
    assert any("the guide has no `reason`" in problem.message for problem in book.problems)
    assert book.guides == {}


def test_a_ring() -> None:
    ring = spoiled("- goal: light = on", "- stands on: ROOM-1\n- goal: light = on")
    book = read(ring, ROOM)
    assert book.guides == {}
    told = [problem for problem in book.problems if "break the ring" in problem.message]
    assert {problem.place.file for problem in told} == {"lamp.md", "room.md"}
    assert any("LAMP-1 -> ROOM-1 -> LAMP-1" in problem.message for problem in told)


def test_a_part_written_again_above() -> None:
    book = read(LAMP, ROOM + LAMP[LAMP.index("## cause: bulb-loose") : LAMP.index("## cause: mast-down")])
    assert set(book.guides) == {"LAMP-1"}
    (problem,) = book.problems
    assert problem.place.file == "room.md"
    assert "cause `bulb-loose` is written twice, first at lamp.md" in problem.message
