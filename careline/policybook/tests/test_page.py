"""The policy as a page: paragraphs, anchors, plain words for every condition."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from careline.policybook.page import page_of
from careline.policybook.tests.small import clause, folder_of, text_of
from careline.policybook.values import Effect

CLAUSES = (
    clause(
        "long-outage", "grant when: credit.hours at least rate credit.hours and account.barred is no", "amount: half"
    ),
    clause("not-sure", "ask when: account.barred is not known", "ask for: a look"),
    clause("vip", "grant when: account.flags includes one of vip, dispute", "instead of: long-outage"),
    clause("nobody", "refuse when: credit.reason is late fee", "say: No to <all> of it."),
)
EXAMPLES = """
| credit.reason | credit.hours | account.barred | account.flags | credit.asked | decision | clause | amount | shows |
|---|---|---|---|---|---|---|---|---|
| outage | 4 | no | none | 20.00 USD | grant | long-outage | 10.00 USD | long enough |
| outage | 3.9 | not known | none | 20.00 USD | ask | not-sure | | |
| outage | 3.9 | no | vip | | grant | vip | none | |
| late fee | 3.9 | no | vip | | refuse | nobody | none | |
"""
RATE = "hours:\n  what: Hours\n  unit: hours\n  citation: law\n  amounts:\n    - {from: 2026-01-01, amount: 4}\n"


def test_a_page_says_every_clause_in_plain_words(tmp_path: Path) -> None:
    book = folder_of(tmp_path, {"credits/give.md": text_of(*CLAUSES, examples=EXAMPLES)}, {"credit.yaml": RATE})
    assert book.problems == ()
    page = page_of(book, "credits/give", date(2026, 11, 22))
    assert page is not None
    assert (page.title, page.owner, page.act_in_words) == ("Give a credit", "billing care", "give a credit")
    assert page.in_force == "from 1 January 2026 until further notice"
    assert page.intro == ("Why we do it.",)
    first, second, third, last = page.clauses
    assert (first.anchor, first.heading, first.lead) == ("long-outage", "Long outage", "Granted when")
    assert first.conditions == ("the hours without service is at least 4 hours", "the account is barred: no")
    assert first.amount == "half of it"
    assert second.conditions == ("it is not known whether the account is barred",)
    assert (second.effect, second.ask_for) == (Effect.ASK, ("a look",))
    assert third.conditions == ("the flags includes one of vip or dispute",)
    assert third.instead_of == ("long-outage",)
    assert last.say == "No to <all> of it.", "a window escapes; the page holds plain text"
    assert page.rates == (("Hours", "4 hours", "law"),)
    assert page.examples[0].shows == "long enough"
    assert ("the hours without service", "4 hours") in page.examples[0].facts
    assert page.hash in book.by_hash


def test_there_is_no_page_of_what_is_not_there(tmp_path: Path) -> None:
    assert page_of(folder_of(tmp_path, {}), "credits/give", date(2026, 1, 1)) is None
