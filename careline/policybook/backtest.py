"""What a changed policy would have decided: recorded decisions, decided again by the changed text, and the difference.

Pure: whoever asks brings the recorded decisions. Only what was stored is known, so a changed policy that names a fact
which nobody recorded cannot be judged on that decision; those are counted apart and never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from careline.kernel.money import Money
from careline.policybook.decide import decide_with, outcome_of, plain_name
from careline.policybook.ready import Ready
from careline.policybook.values import Decision, Effect


@dataclass(frozen=True, slots=True)
class Recorded:
    """A decision as it was stored, with the reference under which people find it."""

    reference: str
    decision: Decision


@dataclass(frozen=True, slots=True)
class Difference:
    """One recorded decision that would come out otherwise."""

    reference: str
    before: Decision
    after: Decision

    @property
    def money(self) -> Money | None:
        """What the change would have granted more (or less, below zero); None where neither grants an amount."""
        before, after = _granted(self.before), _granted(self.after)
        if before and after:
            return after - before
        return after or (-before if before else None)


@dataclass(frozen=True, slots=True)
class Backtest:
    """All recorded decisions of one act, looked at again."""

    looked_at: int
    same: int
    differences: tuple[Difference, ...]
    cannot_tell: tuple[tuple[str, tuple[str, ...]], ...]  # reference, facts that were not recorded
    moves: Mapping[tuple[Effect, Effect], int] = field(default_factory=dict)  # from, to -> how many
    money: Mapping[str, Money] = field(default_factory=dict)  # currency -> granted more (or less) in all


def backtest(recorded: Iterable[Recorded], changed: Sequence[Ready], *, since: date | None = None) -> Backtest:
    """This function will decide recorded decisions again by a changed policy, as if it had been in force then.

    `changed` are the stretches of one policy made ready; decisions of other acts, or before `since`, are left out. The
    rates of the recorded day are used where the policy's stretches cover it, otherwise those of its first day.
    """
    kept = [one for one in recorded if _belongs(one.decision, changed, since)]
    same, differences, cannot_tell = 0, [], []
    for one in kept:
        ready = _stretch(changed, one.decision)
        if missing := _not_recorded(ready, one.decision):
            cannot_tell.append((one.reference, missing))
            continue
        after = decide_with(ready, one.decision.facts, one.decision.decided_at or datetime.min.replace(tzinfo=UTC))
        if _alike(one.decision, after):
            same += 1
        else:
            differences.append(Difference(one.reference, one.decision, after))
    moves = Counter((one.before.effect, one.after.effect) for one in differences)
    return Backtest(len(kept), same, tuple(differences), tuple(cannot_tell), dict(moves), _in_all(differences))


def _belongs(decision: Decision, changed: Sequence[Ready], since: date | None) -> bool:
    if decision.act != changed[0].policy.act:
        return False
    return since is None or (decision.decided_at is not None and decision.decided_at.date() >= since)


def _stretch(changed: Sequence[Ready], decision: Decision) -> Ready:
    day = decision.decided_at.date() if decision.decided_at else None
    return next((one for one in changed if day and one.covers(day)), changed[0])


def _not_recorded(ready: Ready, decision: Decision) -> tuple[str, ...]:
    """Facts that the changed text wants and nobody stored; one that was asked for at the time was truly missing."""
    missing = outcome_of(ready, decision.facts).missing
    return tuple(name for name in missing if plain_name(ready, name) not in decision.ask_for)


def _alike(before: Decision, after: Decision) -> bool:
    return before.effect is after.effect and before.amount == after.amount


def _granted(decision: Decision) -> Money | None:
    return decision.amount if decision.granted else None


def _in_all(differences: Iterable[Difference]) -> dict[str, Money]:
    total: dict[str, Money] = {}
    for one in differences:
        if (money := one.money) is not None:
            total[money.currency] = total.get(money.currency, Money(0, money.currency)) + money
    return total
