"""The report of a replay as one HTML page that needs nothing else. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from careline.journeys.replay.pictures import share_bar, steps_bar, steps_histogram
from careline.journeys.replay.style import STYLE
from careline.journeys.replay.values import Figures, Play, Replay

MOST_STORIES = 200
"""Failures told in full; more would make the page too heavy to open, and the rest is listed by name."""


def page(replays: Sequence[Replay], *, source: str, at: datetime) -> str:
    """This function will make the whole report: one section for each kind of customer, pictures before numbers."""
    first = replays[0]
    title = f"Replay of {first.overall.cases:,} contacts"
    body = "".join(_section(number, replay) for number, replay in enumerate(replays, 1))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><main><header><h1>{title}</h1>"
        f"<p>{escape(source)}, {at:%d %B %Y %H:%M} UTC. Resolved blind: only what the customer says, what checks show, "
        f"and the operator's records.</p></header>{body}</main></body></html>"
    )


def _section(number: int, replay: Replay) -> str:
    name = f"customer-{number}"
    seeds = "once" if replay.seeds == 1 else f"with {replay.seeds} seeds; counts are those of the worst seed"
    return (
        f'<section aria-labelledby="{name}"><h2 id="{name}">Customer: {escape(replay.customer)}</h2>'
        f"<p>Each case played {seeds}. {replay.seconds:.1f} seconds in all.</p>"
        f"{_tiles(replay)}{_families(replay)}"
        f"<h3>Steps per case</h3>{_legend()}{steps_histogram(replay.plays, replay.overall, name)}"
        f"{_failures(replay)}</section>"
    )


def _tiles(replay: Replay) -> str:
    """The four answers that one looks for first."""
    f = replay.overall
    kept = f.cases - f.handover_wrong
    tiles = [
        _tile("Solved", f.solved, f.cases),
        _tile("Records exactly as after the reference repair", f.records_exact, f.cases),
        _tile("Handed over if and only if needed", kept, f.cases),
        _steps_tile(f),
    ]
    if replay.seeds > 1:
        tiles.insert(1, _tile(f"Solved in all {replay.seeds} seeds", f.solved_all_seeds, f.cases))
    return f'<ul class="tiles">{"".join(tiles)}</ul>'


def _tile(title: str, part: int, whole: int) -> str:
    state = "fine" if part == whole else "short"
    share = 100 * part / whole if whole else 0
    text = f"{share:.1f}".removesuffix(".0") if part == whole or share < 99.9 else f"{share:.2f}"
    bar = share_bar(part, whole, f"{part} of {whole}")
    return (
        f'<li class="{state}"><b>{text} %</b>{bar}<span>{escape(title)}</span><small>{part:,} of {whole:,}</small></li>'
    )


def _steps_tile(f: Figures) -> str:
    bar = steps_bar(f, max(f.steps_p95, f.steps_mean, f.reference_steps_mean))
    return (
        f"<li><b>+{f.above_reference}</b>{bar}<span>steps above the reference repair's own</span>"
        f"<small>mean {f.steps_mean}, 95 % within {f.steps_p95}, reference {f.reference_steps_mean}</small></li>"
    )


def _families(replay: Replay) -> str:
    most = max((f.steps_p95 for f in replay.by_family.values()), default=1)
    rows = "".join(_row(name, f, most) for name, f in replay.by_family.items())
    heads = ("Family", "Cases", "Solved", "Records exact", "Hand-overs", "Steps", "Mean / p95", "Reference")
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        '<h3>By fault family</h3><div class="wide" tabindex="0" role="region" aria-label="Figures by fault family">'
        f"<table><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(name: str, f: Figures, most: float) -> str:
    cells = (
        f"{f.cases:,}",
        f"{share_bar(f.solved, f.cases, 'solved')} {f.solved:,}",
        f"{share_bar(f.records_exact, f.cases, 'records exact')} {f.records_exact:,}",
        f"{f.handover_right} of {f.handover_needed} right, {f.handover_wrong} wrong",
        steps_bar(f, most),
        f"{f.steps_mean} / {f.steps_p95}",
        f"{f.reference_steps_mean}",
    )
    return f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def _legend() -> str:
    return (
        '<p class="legend"><span class="key ours"></span>customer-facing steps '
        '<span class="key theirs"></span>the reference repair\'s own customer steps</p>'
    )


def _failures(replay: Replay) -> str:
    failed = replay.failures
    if not failed:
        return "<h3>Failures</h3><p>None.</p>"
    told = "".join(_story(play) for play in failed[:MOST_STORIES])
    rest = "".join(f"<li>{escape(play.case)}, seed {play.seed}</li>" for play in failed[MOST_STORIES:])
    more = f"<p>{len(failed) - MOST_STORIES} more, by name only:</p><ul>{rest}</ul>" if rest else ""
    return f"<h3>Failures: {len(failed)} of {len(replay.plays):,} plays</h3>{told}{more}"


def _story(play: Play) -> str:
    lines = escape("\n".join(play.story))
    return (
        f"<details><summary><b>{escape(play.case)}</b> seed {play.seed}: {escape(shortfall(play))}</summary>"
        f'<pre tabindex="0">{lines}</pre></details>'
    )


def shortfall(play: Play) -> str:
    """This function will say in one line how a play fell short."""
    reasons = [f"ended as {play.outcome.replace('_', ' ')} after {play.steps} steps"]
    if play.unmet:
        reasons.append(f"does not hold: {', '.join(play.unmet)}")
    if play.differences:
        reasons.append(f"records differ: {'; '.join(play.differences)}")
    if play.handover_wrong:
        reasons.append("handed over without need" if play.handed_over else "needed a hand-over")
    return ". ".join(reasons)
