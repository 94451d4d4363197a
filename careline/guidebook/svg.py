"""A few shapes as SVG text: boxes, wrapped words, soft lines. Nothing outside the picture is referred to."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

CHARACTER = 0.56
BOLD_CHARACTER = 0.61
"""Width of a middling character as a share of the font size, for the system's sans-serif fonts; on the wide side."""

LIGHT = {
    "ink": "#1d2733",
    "quiet": "#51606f",
    "paper": "#ffffff",
    "box": "#f3f5f8",
    "edge": "#c5ced8",
    "bar": "#2f6fb4",
    "silent": "#0f7b6c",
    "asked": "#7a4fb0",
    "repair": "#2d7d3a",
    "away": "#b3541e",
}
DARK = {
    "ink": "#e8edf2",
    "quiet": "#a5b3c1",
    "paper": "#12181f",
    "box": "#1c252f",
    "edge": "#43525f",
    "bar": "#6aa9ea",
    "silent": "#4fc3b0",
    "asked": "#bd9bec",
    "repair": "#74c581",
    "away": "#f0995f",
}
LINES = (
    ("#2f6fb4", "#6aa9ea"),
    ("#b3541e", "#f0995f"),
    ("#0f7b6c", "#4fc3b0"),
    ("#a03070", "#e58abb"),
    ("#6b7a10", "#c0cd55"),
)
"""Colours of lines, light and dark, taken in turn so that neighbours can be told apart."""


def colour(name: str) -> str:
    """This function will return a colour that follows the page's light or dark look, with the light one as fallback."""
    return f"var(--guide-{name}, {LIGHT[name]})"


def line_colour(index: int) -> str:
    """This function will return the colour of the lines of the n-th cause."""
    turn = index % len(LINES)
    return f"var(--guide-line-{turn}, {LINES[turn][0]})"


def style(selector: str) -> str:
    """This function will return the stylesheet that makes a picture follow the reader's light or dark setting."""
    light = _variables(LIGHT, 0)
    dark = _variables(DARK, 1)
    return f"<style>{selector}{{{light}}}@media (prefers-color-scheme: dark){{{selector}{{{dark}}}}}</style>"


def _variables(look: dict[str, str], turn: int) -> str:
    named = [f"--guide-{name}:{value}" for name, value in look.items()]
    return ";".join(named + [f"--guide-line-{index}:{pair[turn]}" for index, pair in enumerate(LINES)])


def wrapped(text: str, width: float, size: float, *, most: int = 2, bold: bool = False) -> list[str]:
    """This function will break text into at most `most` lines that fit `width`; too much ends in an ellipsis."""
    room = max(4, int(width / (size * (BOLD_CHARACTER if bold else CHARACTER))))
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return [line if len(line) <= room + 1 else line[: room - 1].rstrip() + "…" for line in lines]


def words(x: float, y: float, lines: Sequence[str], *, size: float = 13, fill: str = "ink", weight: int = 400) -> str:
    """This function will return lines of text, the first on the baseline `y`."""
    rows = "".join(
        f'<tspan x="{x:g}" y="{y + index * size * 1.25:g}">{escape(line)}</tspan>' for index, line in enumerate(lines)
    )
    return f'<text font-size="{size:g}" font-weight="{weight}" fill="{colour(fill)}">{rows}</text>'


def box(x: float, y: float, width: float, height: float, *, mark: str) -> str:
    """This function will return a box with a coloured mark on its left edge."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" rx="6" fill="{colour("box")}" '
        f'stroke="{colour("edge")}"/>'
        f'<rect x="{x:g}" y="{y + 4:g}" width="4" height="{height - 8:g}" rx="2" fill="{colour(mark)}"/>'
    )


def bar(x: float, y: float, width: float, share: float) -> str:
    """This function will return a bar filled to a share from 0 to 1."""
    return (
        f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="7" rx="3.5" fill="{colour("edge")}"/>'
        f'<rect x="{x:g}" y="{y:g}" width="{max(3.0, width * share):g}" height="7" rx="3.5" fill="{colour("bar")}"/>'
    )


def curve(from_x: float, from_y: float, to_x: float, to_y: float, *, index: int, dashed: bool = False) -> str:
    """This function will return a soft line between two boxes."""
    middle = (from_x + to_x) / 2
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return (
        f'<path d="M{from_x:g} {from_y:g}C{middle:g} {from_y:g} {middle:g} {to_y:g} {to_x:g} {to_y:g}" fill="none" '
        f'stroke="{line_colour(index)}" stroke-width="1.6" stroke-opacity=".8"{dash}/>'
    )
