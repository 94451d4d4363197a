"""Who may decide alone: the table by role, asked under the lock before every act."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from careline.domains.diagnosis.api import VOCABULARY
from careline.domains.team.api import welcome_expert
from careline.domains.team.values import ExpertRole
from careline.journeys.our_records.api import authority_of
from careline.kernel.money import Money
from careline.platform.models import User
from careline.policybook.api import Clause, Decision, Effect, read_authority

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONTENT = Path(__file__).parents[4] / "content"


def _decision(act: str, amount: Money | None = None) -> Decision:
    return Decision(act, Effect.GRANT, Clause("p", "r", "text"), "say", amount=amount)


@pytest.mark.django_db
def test_a_sign_in_without_a_role_decides_nothing() -> None:
    book, _ = read_authority(CONTENT / "rates" / "authority.yaml")
    nobody = User.objects.create(username="nobody")
    assert "no role" in authority_of(nobody, book, AT)(_decision("roaming.enable"))


@pytest.mark.django_db
def test_an_associate_expert_decides_up_to_the_table_and_is_told_whom_to_ask_above_it() -> None:
    assert "data.add" in VOCABULARY.acts
    book, problems = read_authority(CONTENT / "rates" / "authority.yaml")
    assert not problems
    user_id = welcome_expert(
        username="new", name="New", role=ExpertRole.ASSOCIATE, market="north", password="only-for-this-test",
        by="test", at=AT,
    )  # fmt: skip
    may = authority_of(User.objects.get(pk=user_id), book, AT)
    assert may(_decision("roaming.enable")) == ""
    assert may(_decision("data.add", Money(5000))) == ""
    assert "Ask a" in may(_decision("data.add", Money(5001)))
