"""Load errors: each mistake is told with file and line, and keeps the policy from deciding."""

from __future__ import annotations

from pathlib import Path

import pytest

from careline.policybook.ready import make_ready
from careline.policybook.tests.small import HEAD, VOCABULARY, clause, folder_of, problems_of, text_of

GOOD = clause("outage", "grant when: credit.reason is outage", "amount: half", "say: You get {amount}.")
EXAMPLES = """
- credit.asked: 20.00 USD

| credit.reason | decision | clause | amount |
|---|---|---|---|
| outage | grant | outage | 10.00 USD |
| late fee | ask | nothing-said | none |
"""
RATES = {
    "credit.yaml": """cap:
  what: the most
  citation: test
  amounts:
    - from: 2026-01-01
      amount: 10.00 USD
"""
}


def test_a_sound_policy_has_no_problems(tmp_path: Path) -> None:
    assert problems_of(tmp_path, text_of(GOOD, examples=EXAMPLES)) == []


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("credit.reazon is outage", "credit.reason is outage", ":13: unknown fact credit.reazon; this act knows"),
        ("credit.reason is outtage", "credit.reason is outage", ":13: unknown word 'outtage'; credit.reason can be"),
        ("credit.reason at least 3", "credit.reason is outage", ":13: credit.reason is one word of a list"),
        ("credit.reason equals outage", "credit.reason is outage", ":13: 'credit.reason equals outage' is not a cond"),
        ("credit.hours at least many", "credit.reason is outage", ":13: 'many' is not a number"),
        ("credit.asked at least 5", "credit.reason is outage", ":13: credit.asked is an amount of money; '5' is not"),
        ("account.contacts is 1.5", "credit.reason is outage", ":13: account.contacts is a whole number"),
        ("account.barred is maybe", "credit.reason is outage", ":13: account.barred is yes or no, not 'maybe'"),
        ("account.since is before soon", "credit.reason is outage", ":13: 'soon' is not a day like"),
        ("credit.reason is not known yet", "credit.reason is outage", ":13: nothing may follow 'is not known'"),
        ("amount: third", "amount: half", ":13: outage says {amount} but has no amount"),
        ("amount: third", "amount: half", ":14: unknown calculator 'third'; known are all, half, capped"),
        ("{amnt}", "{amount}", ":13: outage says {amnt}, which may not be known then"),
        ("{credit.hours}", "{amount}", ":13: outage says {credit.hours}, which may not be known then"),
        ("{rate credit.cap}", "{amount}", ":13: outage says {rate credit.cap}, which is not a dated rate"),
        ("- speak: x", "- say: You get {amount}.", ":15: unknown word 'speak'; here you can write grant when"),
        ("act: credit.gift", "act: credit.give", ":3: unknown act credit.gift; known are credit.give, credit.take"),
        ("from: tomorrow", "from: 2026-01-01", ":5: 'tomorrow' is not a day like 2026-11-22"),
        ("- ownr: x", "- owner: billing care", ":4: unknown word 'ownr'"),
        ("## clauses: outage", "## clause: outage", ":10: unknown heading 'clauses: outage'"),
        ("", "A paragraph about outage.", ":10: outage has no paragraph that people can read"),
        ("| outage | refuse |", "| outage | grant |", ":24: expected refuse by outage, came out grant by outage"),
        ("| 11.00 USD |", "| 10.00 USD |", ":24: expected 11.00 USD, came out 10.00 USD"),
        ("| yes |", "| grant |", ":24: 'yes' is no decision; write grant, ask or refuse"),
        ("| grant | outages |", "| grant | outage |", ":24: unknown clause 'outages'; this policy has outage"),
        ("| credit.because |", "| credit.reason |", ":24: unknown fact credit.because"),
        ("| shortage | grant |", "| outage | grant |", ":24: unknown word 'shortage'"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, wrong: str, right: str, told: str) -> None:
    text = text_of(GOOD, examples=EXAMPLES)
    assert right in text
    told_all = problems_of(tmp_path, text.replace(right, wrong, 1))
    assert any(line.startswith(f"policies/credits/give.md{told}") for line in told_all), told_all


@pytest.mark.parametrize(
    ("clauses", "told"),
    [
        ((GOOD, GOOD), "there are two clauses named outage"),
        ((clause("a", "say: x"),), "a needs exactly one of grant when, ask when, refuse when"),
        ((clause("a", "grant when: always", "refuse when: always"),), "a needs exactly one of"),
        ((clause("a", "ask when: always"),), "a: 'ask for' belongs to 'ask when', and to nothing else"),
        ((clause("a", "refuse when: always", "ask for: x"),), "a: 'ask for' belongs to 'ask when'"),
        ((clause("a", "refuse when: always", "amount: half"),), "a refuses, so it has no amount"),
        ((clause("a", "grant when: always", "instead of: b"),), "a goes instead of b, which is not another clause"),
        ((clause("a", "grant when: always", "grant when: always"),), "'grant when' is written twice"),
        ((), "the policy has no clause"),
        (
            (
                clause("a", "grant when: always", "instead of: b"),
                clause("b", "grant when: always", "instead of: a"),
            ),
            "a and b each go instead of the other",
        ),
    ],
)
def test_a_rule_that_makes_no_sense_is_told(tmp_path: Path, clauses: tuple[str, ...], told: str) -> None:
    assert any(told in line for line in problems_of(tmp_path, text_of(*clauses)))


def test_a_rule_without_an_example_that_fires_it_is_told(tmp_path: Path) -> None:
    more = clause("fee", "grant when: credit.reason is late fee")
    text = text_of(GOOD, more, examples=EXAMPLES.replace("| late fee | ask | nothing-said | none |\n", ""))
    assert problems_of(tmp_path, text) == ["policies/credits/give.md:20: no example fires fee"]


def test_an_example_for_a_day_out_of_force_is_told(tmp_path: Path) -> None:
    examples = "| credit.reason | credit.asked | on | decision | clause |\n|---|---|---|---|---|\n"
    rows = "| outage | 1.00 USD | 2025-12-31 | grant | outage |\n| outage | 1.00 USD | | grant | outage |\n"
    told = problems_of(tmp_path, text_of(GOOD, examples=examples + rows))
    assert told == ["policies/credits/give.md:21: this policy is not in force on 2025-12-31"]


def test_the_head_must_be_whole(tmp_path: Path) -> None:
    told = problems_of(tmp_path, "# Title\n\n- act: credit.give\n")
    assert told == ["policies/credits/give.md:1: Title does not say its in force from"]
    no_owner = HEAD.replace("- owner: billing care\n", "").replace("# Give a credit", "")
    told = problems_of(tmp_path, text_of(GOOD, examples=EXAMPLES, head=no_owner))
    assert any("does not say its owner" in line for line in told)
    assert any("the policy has no title" in line for line in told)


def _version(starts: str, ends: str = "") -> str:
    until = f"- in force until: {ends}\n" if ends else ""
    return text_of(GOOD, examples=EXAMPLES).replace("2026-01-01\n", f"{starts}\n{until}")


def test_gaps_and_overlaps_between_versions_are_told(tmp_path: Path) -> None:
    gap = folder_of(
        tmp_path, {"c/g.md": _version("2026-01-01", "2026-05-01"), "c/g.2026-06-01.md": _version("2026-06-01")}
    )
    assert [str(one) for one in gap.problems] == [
        "policies/c/g.2026-06-01.md:1: c/g has a gap: nothing holds from 2026-05-01 until 2026-06-01"
    ]
    both = folder_of(tmp_path, {"c/g.md": _version("2026-01-01"), "c/g.2026-06-01.md": _version("2026-06-01")})
    assert "overlaps: from 2026-01-01 without an end, yet another begins on 2026-06-01" in str(both.problems[0])


def test_two_policies_for_one_act_are_told(tmp_path: Path) -> None:
    book = folder_of(tmp_path, {"c/a.md": _version("2026-01-01", "2026-06-01"), "c/b.md": _version("2026-06-01")})
    assert [one.text for one in book.problems] == ["credit.give is decided by more than one policy: c/a, c/b"]


CAP = clause(
    "cap",
    "grant when: credit.asked at most rate credit.cap",
    "amount: capped",
    "say: {amount} of {rate credit.cap}",
)
CAP_EXAMPLE = (
    "| credit.asked | decision | clause | amount |\n|---|---|---|---|\n| 9.00 USD | grant | cap | 9.00 USD |\n"
)


def test_a_rate_that_is_unknown_or_does_not_cover_the_policy_is_told(tmp_path: Path) -> None:
    text = text_of(CAP, examples=CAP_EXAMPLE)
    assert problems_of(tmp_path, text, RATES) == []
    assert "unknown rate credit.cap" in problems_of(tmp_path / "a", text_of(CAP), _made(tmp_path / "a", {}))[-1]
    late = {"credit.yaml": RATES["credit.yaml"].replace("2026-01-01", "2026-02-01")}
    assert "credit.cap has no amount on 2026-01-01" in problems_of(tmp_path, text, late)[0]
    ends = {"credit.yaml": RATES["credit.yaml"].replace("2026-01-01", "2026-01-01\n      until: 2026-07-01")}
    assert "credit.cap has no amount from 2026-07-01" in problems_of(tmp_path, text, ends)[0]


def _made(folder: Path, rates: dict[str, str]) -> dict[str, str]:
    folder.mkdir()
    return rates


def test_a_faulty_rate_file_keeps_its_policies_from_deciding(tmp_path: Path) -> None:
    broken = {"credit.yaml": RATES["credit.yaml"] + "    - from: 2026-03-01\n      amount: 12.00 USD\n"}
    book = folder_of(tmp_path, {"credits/give.md": text_of(CAP, examples=CAP_EXAMPLE)}, broken)
    assert book.policies == ()
    assert "credit.cap overlaps" in str(book.problems[0])


def test_the_hash_is_of_words_and_rates_and_of_nothing_else(tmp_path: Path) -> None:
    text = text_of(CAP, examples=CAP_EXAMPLE)
    two = RATES["credit.yaml"].replace("2026-01-01", "2026-01-01\n      until: 2026-07-01")
    two += "    - from: 2026-07-01\n      amount: 12.00 USD\n"
    book = folder_of(tmp_path, {"credits/give.md": text}, {"credit.yaml": two})
    assert book.problems == ()
    first, second = (one.hash for one in make_ready(book.policies[0], VOCABULARY, book.rates))
    assert first != second
    windows = folder_of(tmp_path, {"credits/give.md": text.replace("\n", " \r\n") + "\r\n"}, {"credit.yaml": two})
    assert {one.hash for one in windows.by_hash.values()} == {first, second}
    reworded = folder_of(tmp_path, {"credits/give.md": text.replace("Why we", "How we")}, {"credit.yaml": two})
    assert first not in reworded.by_hash
