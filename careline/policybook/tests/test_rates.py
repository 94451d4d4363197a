"""Dated rates and authority: no gaps, no overlaps, the lowest limit binds, nobody approves their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from careline.kernel.money import Money
from careline.policybook.authority import AuthorityTable, Used, authority, read_authority
from careline.policybook.rates import read_rates

RATE = """# why
cap:
  what: the most
  unit: GB
  citation: test
  amounts:
    - from: 2026-01-01
      until: 2026-06-01
      amount: 2
    - from: 2026-06-01
      amount: 3.5
"""


def _rates_told(folder: Path, text: str) -> list[str]:
    (folder / "data.yaml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in read_rates(folder)[1]]


def test_a_rate_holds_from_its_first_day_until_the_day_before_the_next(tmp_path: Path) -> None:
    assert _rates_told(tmp_path, RATE) == []
    rates = read_rates(tmp_path)[0]
    days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [rates.on("data.cap", day) for day in days] == [None, Decimal(2), Decimal(2), Decimal("3.5")]
    assert rates.on("data.other", days[1]) is None
    assert rates.changes(["data.cap"]) == (date(2026, 1, 1), date(2026, 6, 1))


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "until: 2026-06-01",
            "until: 2026-05-01",
            "rates/data.yaml:10: data.cap has a gap: nothing holds from 2026-05-01",
        ),
        (
            "until: 2026-06-01",
            "until: 2026-07-01",
            "rates/data.yaml:10: data.cap overlaps: from 2026-01-01 until 2026-07",
        ),
        ("      until: 2026-06-01\n", "", "rates/data.yaml:9: data.cap overlaps: from 2026-01-01 without an end"),
        ("until: 2026-06-01", "until: 2026-01-01", "rates/data.yaml:7: data.cap: the period from 2026-01-01 until"),
        ("from: 2026-06-01", "from: June", "rates/data.yaml:10: data.cap: 'June' is not a day like 2026-11-22"),
        ("amount: 3.5", "amount: lots", "rates/data.yaml:10: data.cap: 'lots' is not a number"),
        ("amount: 3.5", "amount: 3.5 usd", "rates/data.yaml:10: data.cap: 'usd' is not a currency"),
        ("amount: 3.5", "amount: 3.50 USD", "rates/data.yaml:7: data.cap changes between a number and money"),
        ("  citation: test\n", "", "rates/data.yaml:2: data.cap does not say its citation"),
        ("unit: GB", "what: again", "rates/data.yaml:4: what is written twice"),
        ("cap:", "cap: [", "rates/data.yaml:4: this is not readable YAML: expected"),
    ],
)
def test_a_faulty_rate_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    assert right in RATE
    found = _rates_told(tmp_path, RATE.replace(right, wrong, 1))
    assert any(line.startswith(told) for line in found), found


def test_a_rate_without_amounts_and_an_empty_file(tmp_path: Path) -> None:
    assert _rates_told(tmp_path, "cap:\n  what: x\n  citation: y\n") == ["rates/data.yaml:1: data.cap has no amounts"]
    assert _rates_told(tmp_path, "# nothing yet\n") == []


AUTHORITY = """tables:
  - from: 2026-01-01
    roles:
      associate expert:
        may:
          data.add: 50.00 USD
          line.resume: any amount
          credit.goodwill:
            {contact: 25.00 USD, day: 60.00 USD, account 90 days: 50.00 USD, account 12 months: 100.00 USD}
          credit.fee.late: {times 12 months: 1}
      coach:
        approves: [associate expert]
        may:
          data.add: 100.00 USD
          credit.goodwill: {contact: 150.00 USD, account 90 days: 300.00 USD}
      team lead:
        approves: [coach]
        may:
          data.add: 500.00 USD
          line.resume: any amount
          credit.goodwill: 300.00 USD
          credit.fee.late: any amount
"""


def _table(folder: Path, text: str = AUTHORITY) -> AuthorityTable:
    path = folder / "authority.yaml"
    path.write_text(text, encoding="utf-8")
    book, problems = read_authority(path)
    assert problems == ()
    assert book.on(date(2025, 12, 31)) is None
    table = book.on(date(2026, 1, 1))
    assert table is not None
    return table


@pytest.mark.parametrize(
    ("cents", "enough", "ask"),
    [
        (5000, True, ""),
        (5001, False, "coach"),
        (10000, False, "coach"),
        (10001, False, "team lead"),
        (99999, False, "team lead"),
    ],
)
def test_above_the_limit_the_nearest_role_with_enough_is_asked(
    tmp_path: Path, cents: int, enough: bool, ask: str
) -> None:
    answer = authority(_table(tmp_path), "associate expert", "data.add", Money(cents))
    assert (answer.enough, answer.ask, answer.remaining) == (enough, ask, Money(5000))


@pytest.mark.parametrize(
    ("used", "left"),
    [
        ({}, 2500),
        ({"day": 4000}, 2000),
        ({"account 90 days": 3000}, 2000),
        ({"account 12 months": 9000}, 1000),
        ({"day": 4000, "account 90 days": 4500, "account 12 months": 9000}, 500),
        ({"account 90 days": 7000}, -2000),
    ],
)
def test_the_lowest_limit_that_remains_binds(tmp_path: Path, used: dict[str, int], left: int) -> None:
    table = _table(tmp_path)
    so_far = Used({span: Money(cents) for span, cents in used.items()})
    answer = authority(table, "associate expert", "credit.goodwill", Money(max(left, 0)), so_far)
    assert (answer.enough, answer.remaining) == (left >= 0, Money(left))
    above = authority(table, "associate expert", "credit.goodwill", Money(max(left, 0) + 1), so_far)
    assert (above.enough, above.ask) == (False, "coach")


def test_counts_other_roles_and_unnamed_acts(tmp_path: Path) -> None:
    table = _table(tmp_path)
    assert authority(table, "associate expert", "line.resume").enough
    assert authority(table, "associate expert", "credit.fee.late", Money(500)).enough
    second = authority(table, "associate expert", "credit.fee.late", Money(500), Used(times=1))
    assert (second.enough, second.ask, second.because) == (False, "team lead", "no more than 1 in 12 months")
    unnamed = authority(table, "coach", "line.resume")
    assert (unnamed.enough, unnamed.ask) == (False, "team lead")
    top = authority(table, "team lead", "data.add", Money(99999))
    assert (top.enough, top.ask) == (False, "team lead"), "the last role asks another of its kind, never itself alone"
    assert authority(table, "content staff", "data.add", Money(1)).ask == "team lead"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("approves: [coach]", "approves: [couch]", "rates/authority.yaml:16: team lead approves couch"),
        ("approves: [coach]", "approves: [team lead]", "rates/authority.yaml:16: team lead approves team lead"),
        ("data.add: 50.00 USD", "data.add: 50.00", ":6: associate expert, data.add: '50.00' is not an amount of money"),
        (
            "{times 12 months: 1}",
            "{times 12 months: some}",
            ":10: associate expert, credit.fee.late: 'some' is not a number",
        ),
        (
            "{times 12 months: 1}",
            "{times 12 months: 1.5}",
            ":10: associate expert, credit.fee.late: '1.5' is not a whole",
        ),
        ("{times 12 months: 1}", "{week: 1.00 USD}", ":10: associate expert, credit.fee.late: unknown limit 'week'"),
        ("from: 2026-01-01", "from: now", ":2: 'now' is not a day"),
        ("tables:", "tablets:", ":1: there is no table of authority"),
    ],
)
def test_a_faulty_table_is_told_with_its_line(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    path = tmp_path / "authority.yaml"
    assert right in AUTHORITY
    path.write_text(AUTHORITY.replace(right, wrong, 1), encoding="utf-8")
    found = [str(problem) for problem in read_authority(path)[1]]
    assert any(told in line for line in found), found
