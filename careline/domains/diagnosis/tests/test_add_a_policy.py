"""Performs docs/how-to/add-a-policy.md: a new version of a policy is one file and one line in the old one."""

from __future__ import annotations

import re
import shutil
import textwrap
from datetime import UTC, datetime
from pathlib import Path

from careline.domains.diagnosis.facts import VOCABULARY
from careline.policybook.api import decide, read_policies

ROOT = Path(__file__).parents[4]
GUIDE = ROOT / "docs" / "how-to" / "add-a-policy.md"


def _blocks(kind: str) -> list[str]:
    found = re.findall(rf"^   ```{kind}\n(.*?)^   ```$", GUIDE.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [textwrap.dedent(block) for block in found]


def test_a_policy_changes_on_a_day_as_the_guide_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content" / "policies", tmp_path / "policies")
    old = tmp_path / "policies" / "roaming" / "enable-roaming.md"
    (until,), (commands,), (new,) = _blocks("text"), _blocks("sh"), _blocks("markdown")
    starts = "- in force from: 2025-01-01\n"
    text = old.read_text(encoding="utf-8")
    assert starts in text
    old.write_text(text.replace(starts, starts + until), encoding="utf-8")
    (old.parent / "enable-roaming.2027-01-01.md").write_text(new, encoding="utf-8")

    book = read_policies(tmp_path / "policies", rates=ROOT / "content" / "rates", vocabulary=VOCABULARY)

    assert [str(problem) for problem in book.problems] == []
    assert commands.count("line.roaming_enabled=no customer.abroad=no") == 2
    facts = {"line.status": "active", "line.roaming_enabled": False, "customer.abroad": False}
    days = (datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    decisions = [decide(book, "roaming.enable", facts, day) for day in days]
    assert [(one.effect, one.clause.rule) for one in decisions] == [("refuse", "at-home"), ("grant", "for-everybody")]
    assert decisions[0].policy_hash != decisions[1].policy_hash


def test_the_reference_names_every_word_of_the_vocabulary() -> None:
    from careline.policybook.conditions import Word
    from careline.policybook.read import HEAD, PLAIN_COLUMNS, RULE

    text = (ROOT / "docs" / "reference" / "policy-format.md").read_text(encoding="utf-8")
    missing = [word for word in (*Word, *HEAD, *RULE, *PLAIN_COLUMNS) if f"`{word}" not in text]
    assert missing == []
