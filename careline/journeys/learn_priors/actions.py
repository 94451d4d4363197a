"""Learn priors from closed contacts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, repeat
from typing import Any

from careline.domains.diagnosis.api import learned
from careline.domains.diagnosis.values import LearnedPrior, LearnedSet
from careline.guidebook import learn
from careline.guidebook.values import Guide, Guidebook
from careline.journeys.learn_priors.outcomes import Say, outcomes
from careline.journeys.learn_priors.values import Learning, TooFew
from careline.platform.journal import who


@dataclass(slots=True)
class _Tally:
    """Contacts that held, counted by where and by the causes they had: as small for a million as for a hundred."""

    looked_at: int = 0
    counts: dict[tuple[str, str, str], Counter[frozenset[str]]] = field(default_factory=lambda: defaultdict(Counter))

    def add(self, found: Iterable[tuple[str, learn.ClosedContact]], at: datetime) -> None:
        """This function will count the contacts whose fix has held seven days."""
        for reason, one in found:
            if learn.held(one, at):
                self.counts[reason, one.market, one.device_family][one.causes] += 1


def learn_priors(
    *, guidebook: Guidebook, market: str | None = None, minimum: int = learn.FEWEST, by: Any, at: datetime, say: Say
) -> Learning:
    """This function will learn the priors of every guide per market and device family from contacts whose fix held
    seven days, and keep them as a version; nothing uses it until `use_learned`.

    Where fewer than `minimum` contacts held, nothing is learned. Raises ValueError when `minimum` is below 1.
    """
    tally = _Tally()

    def told(done: int, total: int) -> None:
        tally.looked_at = done
        say(done, total)

    tally.add(outcomes(guidebook.guides, at=at, market=market, say=told), at)
    sets, too_few = _sets(guidebook.guides, tally, minimum, by, at), _too_few(tally, minimum)
    run = learned.keep_learned(sets=sets, minimum=minimum, by=by, at=at) if sets else None
    kept = tuple(replace(one, run=run) for one in sets) if run else ()
    held = sum(counts.total() for counts in tally.counts.values())
    return Learning(run, tally.looked_at, held, minimum, kept, too_few)


def _too_few(tally: _Tally, minimum: int) -> tuple[TooFew, ...]:
    return tuple(
        TooFew(*place, counts.total()) for place, counts in sorted(tally.counts.items()) if counts.total() < minimum
    )


def _sets(
    guides: Mapping[str, Guide], tally: _Tally, minimum: int, by: Any, at: datetime
) -> list[LearnedSet]:  # fmt: skip
    found = []
    for (reason, market, family), counts in sorted(tally.counts.items()):
        result = learn.learned_priors(guides[reason], _spread(counts, market, family, at), minimum)
        if result.used:
            causes = tuple(_causes(guides[reason], result))
            found.append(LearnedSet(reason, guides[reason].hash, market, family, result.contacts, causes, minimum, at,
                                    who(by)))  # fmt: skip
    return found


def _spread(
    counts: Counter[frozenset[str]], market: str, family: str, at: datetime
) -> Iterator[learn.ClosedContact]:  # fmt: skip
    """The counted contacts one by one again, as the guidebook counts them."""
    return chain.from_iterable(
        repeat(learn.ClosedContact(causes, market, family, at - learn.HELD_FOR), number)
        for causes, number in counts.items()
    )


def _causes(guide: Guide, result: learn.LearnedPriors) -> Iterator[LearnedPrior]:
    """A cause that only others repair is never repaired in a contact of ours: not seeing it there teaches nothing."""
    ours = {cause for remedy in guide.remedies.values() for cause in remedy.repairs}
    for cause in sorted(ours & guide.causes.keys(), key=lambda each: (-result.counts[each], each)):
        yield LearnedPrior(cause, guide.causes[cause].prior, result.priors[cause], result.counts[cause])
