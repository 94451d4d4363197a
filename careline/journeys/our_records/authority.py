"""Policy says what is right for the customer; authority says whether this expert may decide it alone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from careline.domains.team import api as team
from careline.journeys.our_records.acts import May
from careline.policybook.api import AuthorityBook, Decision, authority


def authority_of(by: Any, book: AuthorityBook, at: datetime) -> May:
    """This function will give what an expert may decide alone by the table of that day; nothing without a role."""

    def may(decision: Decision) -> str:
        expert, table = team.expert_of(by.pk), book.on(at.date())
        if expert is None or table is None:
            return "Your sign-in has no role yet, so it may not decide this. Ask your team lead."
        found = authority(table, expert.role.value, decision.act, decision.amount)
        return "" if found.enough else f"This is above what you may decide alone ({found.because}). Ask a {found.ask}."

    return may
