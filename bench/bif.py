"""Reading a discrete Bayesian network from a BIF file, and drawing samples from it with the noise kept.

Only what sampling needs: this is no inference engine. The noise of a sample is one uniform number per variable, so the
same sample can be run again with one root set to another state.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

_VARIABLE = re.compile(r"variable\s+(\S+)\s*{\s*type discrete\s*\[\s*\d+\s*\]\s*{([^}]*)}", re.S)
_TABLE = re.compile(r"probability\s*\(\s*([^)|]+?)\s*(?:\|\s*([^)]*?))?\s*\)\s*{(.*?)}", re.S)
_LINE = re.compile(r"\(([^)]*)\)\s*([^;]+);")


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable: its states, its parents, and the chance of each state given theirs."""

    name: str
    states: tuple[str, ...]
    parents: tuple[str, ...]
    table: npt.NDArray[np.float64]  # parent states ... x states, cumulated over the last axis


def read_bif(path: Path) -> dict[str, Variable]:
    """This function will read every variable, parents before children."""
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    text = raw.decode("utf-8")
    states = {name: tuple(s.strip() for s in inner.split(",")) for name, inner in _VARIABLE.findall(text)}
    found = {}
    for name, given, body in _TABLE.findall(text):
        parents = tuple(p.strip() for p in given.split(",") if p.strip())
        found[name] = Variable(name, states[name], parents, _table(name, parents, states, body))
    ordered: dict[str, Variable] = {}
    while len(ordered) < len(found):
        ready = [v for v in found.values() if v.name not in ordered and all(p in ordered for p in v.parents)]
        if not ready:
            raise ValueError(f"{path}: the network runs in a circle")
        ordered.update({v.name: v for v in ready})
    return ordered


def _table(
    name: str, parents: tuple[str, ...], states: dict[str, tuple[str, ...]], body: str
) -> npt.NDArray[np.float64]:
    table = np.full((*(len(states[p]) for p in parents), len(states[name])), np.nan)
    if not parents:
        table[:] = [float(x) for x in body.replace("table", "").strip().rstrip(";").split(",")]
    for given, chances in _LINE.findall(body) if parents else ():
        place = tuple(states[p].index(s.strip()) for p, s in zip(parents, given.split(","), strict=True))
        table[place] = [float(x) for x in chances.split(",")]
    if np.isnan(table).any():
        raise ValueError(f"the table of {name} is not complete")
    return table.cumsum(axis=-1)


def draw_noise(network: dict[str, Variable], count: int, seed: int) -> dict[str, npt.NDArray[np.float64]]:
    """This function will draw the noise of `count` samples: one uniform number per variable and sample."""
    rng = np.random.default_rng(seed)
    return {name: rng.random(count) for name in network}


def run(
    network: dict[str, Variable],
    noise: dict[str, npt.NDArray[np.float64]],
    fixed: dict[str, int] | None = None,
) -> dict[str, npt.NDArray[np.int64]]:
    """This function will compute every variable of every sample from its noise, with some variables set."""
    values: dict[str, npt.NDArray[np.int64]] = {}
    for name, variable in network.items():
        if fixed and name in fixed:
            values[name] = np.full(len(noise[name]), fixed[name])
            continue
        cumulated = variable.table[tuple(values[p] for p in variable.parents)]
        state = (
            (noise[name][:, None] >= cumulated).sum(axis=1)
            if variable.parents
            else np.searchsorted(variable.table, noise[name], side="right")
        )
        values[name] = np.minimum(state, len(variable.states) - 1)
    return values
