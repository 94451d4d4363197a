"""Pictures of a replay, drawn as SVG on the server. Colours come from the page, for light and dark. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from careline.journeys.replay.values import Figures, Play

WIDTH, HALF, LEFT, GAP = 860, 150, 56, 34
"""Size of the histogram: full width, height of each half, room for the scale, and the band between the halves."""

BAR_WIDTH, BAR_HEIGHT = 104, 14


def steps_histogram(plays: Sequence[Play], figures: Figures, name: str) -> str:
    """This function will draw steps per case upwards, and the reference repair's own steps downwards, on one scale."""
    ours = Counter(play.steps for play in plays)
    theirs = Counter(play.reference_steps for play in plays)
    longest, tallest = max([*ours, *theirs, 1]), max([*ours.values(), *theirs.values(), 1])
    wide = (WIDTH - LEFT - 12) / (longest + 1)
    parts = [
        _bars(ours, wide, tallest, "ours", up=True),
        _bars(theirs, wide, tallest, "theirs", up=False),
        _axis(longest, wide),
        _scale(tallest),
        _mean(figures.steps_mean, wide, "ours", up=True),
        _mean(figures.reference_steps_mean, wide, "theirs", up=False),
    ]
    words = (
        f"Steps per case: mean {figures.steps_mean}, 95 percent within {figures.steps_p95}; "
        f"the reference repair's own: mean {figures.reference_steps_mean}."
    )
    return _svg(WIDTH, 2 * HALF + GAP, name, words, "".join(parts))


def share_bar(part: int, whole: int, words: str) -> str:
    """This function will draw how many of all cases: a filled bar, with the missing part standing out."""
    filled = BAR_WIDTH * part / whole if whole else 0
    inner = (
        f'<rect class="track" width="{BAR_WIDTH}" height="{BAR_HEIGHT}" rx="3"/>'
        f'<rect class="good" width="{filled:.1f}" height="{BAR_HEIGHT}" rx="3"/>'
    )
    if part < whole:
        missing = max(3.0, BAR_WIDTH - filled)
        inner += f'<rect class="bad" x="{BAR_WIDTH - missing:.1f}" width="{missing:.1f}" height="{BAR_HEIGHT}" rx="3"/>'
    return _picture(words, inner)


def steps_bar(figures: Figures, most: float) -> str:
    """This function will draw the mean steps as a bar, with a mark where the reference's own mean is."""
    unit = BAR_WIDTH / most if most else 0
    mark = figures.reference_steps_mean * unit
    inner = (
        f'<rect class="track" width="{BAR_WIDTH}" height="{BAR_HEIGHT}" rx="3"/>'
        f'<rect class="ours" width="{figures.steps_mean * unit:.1f}" height="{BAR_HEIGHT}" rx="3"/>'
        f'<rect class="mark" x="{mark - 1.5:.1f}" y="-3" width="3" height="{BAR_HEIGHT + 6}"/>'
    )
    return _picture(f"{figures.steps_mean} steps on average, the reference {figures.reference_steps_mean}", inner)


def _picture(words: str, inner: str) -> str:
    box = f"-1 -4 {BAR_WIDTH + 2} {BAR_HEIGHT + 8}"
    return (
        f'<svg class="bar" role="img" aria-label="{escape(words)}" viewBox="{box}" '
        f'width="{BAR_WIDTH + 2}" height="{BAR_HEIGHT + 8}">{inner}</svg>'
    )


def _svg(width: int, height: int, name: str, words: str, inner: str) -> str:
    return (
        f'<svg class="chart" role="img" aria-labelledby="{name}-title" viewBox="0 0 {width} {height}">'
        f'<title id="{name}-title">{escape(words)}</title>{inner}</svg>'
    )


def _bars(counts: Counter[int], wide: float, tallest: int, kind: str, *, up: bool) -> str:
    return "".join(_one_bar(steps, count, wide, tallest, kind, up) for steps, count in sorted(counts.items()))


def _one_bar(steps: int, count: int, wide: float, tallest: int, kind: str, up: bool) -> str:
    high = max(1.0, (HALF - 24) * count / tallest)
    top = HALF - high if up else HALF + GAP
    return (
        f'<rect class="{kind}" x="{LEFT + steps * wide + 1:.1f}" y="{top:.1f}" width="{max(1.0, wide - 2):.1f}" '
        f'height="{high:.1f}" rx="2"><title>{count} plays with {steps} steps</title></rect>'
    )


def _axis(longest: int, wide: float) -> str:
    """The number of steps, written in the band between the halves."""
    every = 1 if longest <= 30 else 5 if longest <= 100 else 10
    middle = HALF + GAP / 2 + 4
    return "".join(
        f'<text x="{LEFT + (steps + 0.5) * wide:.1f}" y="{middle}" text-anchor="middle">{steps}</text>'
        for steps in range(0, longest + 1, every)
    )


def _scale(tallest: int) -> str:
    """How high the highest bar is, for both halves."""
    return "".join(
        f'<line class="rule" x1="{LEFT}" x2="{WIDTH - 12}" y1="{y}" y2="{y}"/>'
        f'<text x="{LEFT - 6}" y="{y + 4}" text-anchor="end">{tallest}</text>'
        for y in (24, 2 * HALF + GAP - 24)
    )


def _mean(value: float, wide: float, kind: str, *, up: bool) -> str:
    x = LEFT + (value + 0.5) * wide
    top, text = (8, 18) if up else (HALF + GAP, 2 * HALF + GAP - 8)
    return (
        f'<line class="mean {kind}-line" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{top + HALF - 8}"/>'
        f'<text class="strong" x="{x + 6:.1f}" y="{text}">mean {value}</text>'
    )
