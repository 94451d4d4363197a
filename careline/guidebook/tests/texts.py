"""A small sound guide, a guide that stands on it, and the words they may use; tests spoil them one word at a time."""

from __future__ import annotations

from careline.guidebook.read import read_guide_texts
from careline.guidebook.values import Guidebook, Vocabulary

VOCABULARY = Vocabulary(
    probes={"mast": {"mast": ("up", "down")}, "account": {"money": ("paid", "owed")}},
    device_steps={"lamp.switch": "press the switch", "bulb.turn": "turn the bulb"},
    device_readings={
        "light": ("on", "off"),
        "switch": ("up", "down"),
        "bulb": ("tight", "loose"),
        "plug": ("in", "out"),
    },
    acts={"meter.open": "open the meter", "bulb.send": "send a bulb and charge for it"},
    acts_that_cost=frozenset({"bulb.send"}),
)

LAMP = """\
# The lamp is dark

- reason: LAMP-1
- says: my lamp is dark; no light
- owner: lamp care
- reviewed: 2026-11-22
- goal: light = on
- test: look-at-lamp

Words for the reader.

* a list in the words

## cause: switch-down
The switch is down

- prior: H
- tell: The switch was down.
- root cause: LAMP-1/a
- certain when: switch = down
- ruled out when: switch = up
- source: lamp book 1

More words.

## cause: bulb-loose
The bulb is loose

- prior: .1
- tell: The bulb was loose.
- source: lamp book 2

## cause: mast-down
The mast is down

- prior: R
- tell: There is no power in the street.
- certain when: mast = down
- source: lamp book 3

## check: street
Is there power in the street

- who: network
- probe: mast
- source: lamp book 4

| reading | finding | label | shown by | by chance |
|---|---|---|---|---|
| mast | up | power | | |
| mast | down | no power | mast-down 1 | .001 |

## check: look-at-lamp
Look at the lamp

- who: device
- cost: 10
- ask: Is there light?
- help: The thing on the table.
- source: lamp book 5

| reading | finding | label | shown by | by chance |
|---|---|---|---|---|
| light | on | light | | |
| light | off | no light | switch-down 1, bulb-loose .9, mast-down 1 | .01 |

## check: look-at-switch
Look at the switch

- who: device
- cost: 5
- readings: light
- ask: Is the switch up
  or is it down?
- source: lamp book 6

| reading | finding | label | shown by | by chance |
|---|---|---|---|---|
| switch | up | up | | |
| switch | down | down | switch-down .99 | .02 |
| bulb | tight | tight | | |
| bulb | loose | loose | bulb-loose .8 | .02 |

## remedy: press-switch
Press the switch

- who: device
- cost: 8
- steps: lamp.switch
- do: Please press the switch.
- repairs: switch-down .97
- proof: switch = up
- source: lamp book 7

## remedy: send-bulb
Send a new bulb

- who: expert
- cost: 60
- act: bulb.send
- consent: A new bulb comes to {price}. Shall I send it?
- repairs: bulb-loose .9
- holds first: bulb = loose
- only without: mast-down
- leaves: switch-down
- proof: bulb = tight
- source: lamp book 8

## hand over: street-crew
The street crew comes

- to: street crew
- cost: 300
- when: mast-down
- say: The crew is on its way.
- source: lamp book 9

## hand over: lamp-maker
The lamp goes to its maker

- to: lamp maker
- cost: 600
- when:
- say: We have tried everything.
- source: lamp book 10
"""

ROOM = """\
# The room is dark

- reason: ROOM-1
- says: it is dark in here
- owner: lamp care
- reviewed: 2026-11-22
- stands on: LAMP-1
- goal: plug = in
- test: look-at-plug
- priors: switch-down L

## cause: plug-out
The plug is out

- prior: M
- tell: The plug was out.
- shows: light = off .9
- repaired by: press-switch .5
- never with: send-bulb
- source: lamp book 11

## check: look-at-plug
Look at the plug

- who: device
- cost: 7
- lasting: plug
- ask: Is the plug in?
- source: lamp book 12

| reading | finding | label | shown by | by chance |
|---|---|---|---|---|
| plug | in | in | | |
| plug | out | out | light = off .5, plug-out 1 | |
"""


def read(lamp: str = LAMP, room: str = "") -> Guidebook:
    """This function will read the small guides; `room` stands on `lamp` where it is given."""
    texts = {"lamp.md": lamp, **({"room.md": room} if room else {})}
    return read_guide_texts(texts, VOCABULARY)


def spoiled(old: str, new: str, text: str = LAMP) -> str:
    """This function will return the text with one passage changed; the passage must be there exactly once."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)


def line_of(passage: str, text: str) -> int:
    """This function will return the line on which a passage begins."""
    assert text.count(passage) == 1, f"{passage!r} is there {text.count(passage)} times"
    return text[: text.index(passage)].count("\n") + 1
