"""The same policy as one SQL expression, for nightly runs over the whole base.

A fact is a column, a missing fact is NULL, and SQL's own unknown is the policybook's "might hold, if only the fact were
known": so the answers are the same row by row, which a test proves on random policies. Money columns hold minor units
of the policy's currency; sets of words are text arrays. Constants come from checked policies, never from a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from careline.kernel.money import Money
from careline.policybook.conditions import Condition, Word
from careline.policybook.policy import SILENCE
from careline.policybook.ready import PLACEHOLDER, Ready, ReadyRule
from careline.policybook.values import Effect, Fact

UNSURE = "?"
"""Stands before the clause that could not be decided because a fact is missing."""

_COMPARED = {
    Word.IS: "=",
    Word.IS_NOT: "<>",
    Word.AT_LEAST: ">=",
    Word.AT_MOST: "<=",
    Word.MORE_THAN: ">",
    Word.LESS_THAN: "<",
    Word.AFTER: ">",
    Word.BEFORE: "<",
}


def decision_in_sql(ready: Ready, columns: Mapping[str, str], *, never_missing: Collection[str] = ()) -> str:
    """This function will return a CASE expression: the clause that decides, `?clause`, or `nothing-said`.

    `columns` maps every fact of the policy to a SQL expression (KeyError otherwise). Facts in `never_missing` are known
    to have no NULL, which makes the expression shorter and faster.
    """
    writer = _Writer(ready, columns, frozenset(never_missing))
    branches = [branch for effect in (Effect.REFUSE, Effect.ASK, Effect.GRANT) for branch in writer.branches(effect)]
    return f"CASE {' '.join(branches)} ELSE {_literal(SILENCE)} END" if branches else _literal(SILENCE)


def amount_in_sql(ready: Ready, columns: Mapping[str, str], outcome: str) -> str:
    """This function will return the amount in minor units for an outcome; a calculator without SQL is a ValueError."""
    computing = [rule.rule for rule in ready.rules if rule.rule.calculator]
    if not computing:
        return "NULL::bigint"
    branches = []
    for rule in computing:
        calculator = rule.calculator
        if calculator is None or not calculator.sql:
            raise ValueError(f"{rule.id}: its calculator has no SQL form")
        formula = PLACEHOLDER.sub(lambda match: _filled(match[1], ready, columns), calculator.sql)
        branches.append(f"WHEN {_literal(rule.id)} THEN round({formula})::bigint")
    return f"CASE {outcome} {' '.join(branches)} END"


def _filled(name: str, ready: Ready, columns: Mapping[str, str]) -> str:
    if name.startswith("rate "):
        return _literal(ready.rates[name.removeprefix("rate ")])
    return columns[name]


@dataclass(frozen=True, slots=True)
class _Writer:
    ready: Ready
    columns: Mapping[str, str]
    never_missing: frozenset[str]

    def branches(self, effect: Effect) -> Iterable[str]:
        rules = [rule for rule in self.ready.rules if rule.rule.effect is effect]
        for rule in rules:
            yield f"WHEN {self.holds(rule)} THEN {_literal(rule.rule.id)}"
        for rule in rules:
            if unsure := self.unsure(rule):
                yield f"WHEN {unsure} THEN {_literal(UNSURE + rule.rule.id)}"

    def own(self, rule: ReadyRule) -> str:
        return _and(f"({self.condition(one)})" for one in rule.conditions)

    def in_its_place(self, rule: ReadyRule) -> str:
        """Its conditions hold and nothing goes instead of it."""
        return _and([self.own(rule), *(f"(NOT {self.own(other)})" for other in self._displacers(rule))])

    def holds(self, rule: ReadyRule) -> str:
        needs = [name for name in self._needs(rule) if self._may_miss(name)]
        return _and(
            [self.in_its_place(rule), *(f"(NULLIF({self.columns[name]} IS NOT NULL, false))" for name in needs)]
        )

    def unsure(self, rule: ReadyRule) -> str:
        """It might hold, and the facts it lacks are not all asked for by another rule in its own words."""
        reasons = [self._lacks(self._tested(rule))]
        reasons += [
            _and([f"({self.own(other)} IS NULL)", lacks])
            for other in self._displacers(rule)
            if (lacks := self._lacks(self._tested(other)))
        ]
        if needs := self._lacks(self._needs(rule)):
            reasons.append(_and([f"({self.in_its_place(rule)} IS TRUE)", needs]))
        lacking = [one for one in reasons if one]
        return _and([f"({self.holds(rule)} IS NULL)", f"({' OR '.join(lacking)})"]) if lacking else ""

    def _lacks(self, names: Iterable[str]) -> str:
        missing = [
            _and(
                [
                    f"({self.columns[name]} IS NULL)",
                    *(f"(({self.holds(rule)}) IS NOT TRUE)" for rule in self._asking(name)),
                ]
            )
            for name in names
            if self._may_miss(name)
        ]
        return f"({' OR '.join(missing)})" if missing else ""

    def _asking(self, name: str) -> list[ReadyRule]:
        asks = (rule for rule in self.ready.rules if rule.rule.effect is Effect.ASK)
        return [
            rule for rule in asks if any(one.fact == name and one.word is Word.NOT_KNOWN for one in rule.conditions)
        ]

    def _displacers(self, rule: ReadyRule) -> list[ReadyRule]:
        return [other for other in self.ready.rules if other.rule.id in rule.displacers]

    def _needs(self, rule: ReadyRule) -> tuple[str, ...]:
        return rule.rule.calculator.needs if rule.rule.calculator else ()

    def _tested(self, rule: ReadyRule) -> list[str]:
        return list(dict.fromkeys(one.fact for one in rule.conditions if one.word is not Word.NOT_KNOWN))

    def _may_miss(self, name: str) -> bool:
        return name not in self.never_missing

    def condition(self, one: Condition) -> str:
        column = self.columns[one.fact]
        if one.word is Word.NOT_KNOWN:
            return f"{column} IS NULL" if self._may_miss(one.fact) else "false"
        if one.value is None:
            raise ValueError(f"{one.fact}: the rate {one.rate} was not filled in")
        if isinstance(one.value, bool):
            return f"{column}" if one.value else f"NOT {column}"
        if one.word in _COMPARED:
            return f"{column} {_COMPARED[one.word]} {_literal(one.value)}"
        return _among(column, one.word, one.value)


def _among(column: str, word: Word, value: Fact) -> str:
    words = value if isinstance(value, tuple) else (str(value),)
    listed = ", ".join(_literal(one) for one in words)
    match word:
        case Word.ONE_OF:
            return f"{column} IN ({listed})"
        case Word.NOT_ONE_OF:
            return f"{column} NOT IN ({listed})"
        case Word.INCLUDES_NONE_OF:
            return f"NOT ({column} && ARRAY[{listed}]::text[])"
        case Word.INCLUDES_ONLY:
            return f"{column} <@ ARRAY[{listed}]::text[]"
        case _:
            return f"{column} && ARRAY[{listed}]::text[]"


def _and(parts: Iterable[str]) -> str:
    kept = [part for part in parts if part != "true"]
    return f"({' AND '.join(kept)})" if len(kept) > 1 else (kept[0] if kept else "true")


def _literal(value: object) -> str:
    match value:
        case Money():
            return str(value.minor)
        case Decimal():
            return f"{value:f}"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case date():
            return f"DATE '{value.isoformat()}'"
        case _:
            return "'" + str(value).replace("'", "''") + "'"
