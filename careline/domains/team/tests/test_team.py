"""Experts join once, with a role the database knows, and records show their names."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from careline.domains.team import api as team
from careline.domains.team.models import Expert
from careline.domains.team.values import ExpertRole
from careline.platform.api import User
from careline.platform.journal import JournalLine

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def welcome(role: ExpertRole = ExpertRole.EXPERT) -> int:
    return team.welcome_expert(
        username="jo", name="Jo Berg", role=role, market="North", password="a long enough one", by="demo", at=NOW
    )


def test_joining_again_brings_the_role_up_to_date() -> None:
    first, again = welcome(), welcome(ExpertRole.COACH)
    assert first == again
    assert [one.role for one in team.experts()] == [ExpertRole.COACH]


def test_joining_is_journalled_without_the_password() -> None:
    user_id = welcome()
    line = JournalLine.objects.get(action="team.welcome")
    assert line.subject == f"user:{user_id}"
    assert "long enough" not in line.after + line.before + line.why


def test_actors_are_shown_by_name() -> None:
    user_id = welcome()
    names = team.names_of([f"user:{user_id}", "autopilot", "user:999999", "user:x"])
    assert names == {
        f"user:{user_id}": "Jo Berg", "autopilot": "autopilot", "user:999999": "user:999999", "user:x": "user:x"
    }  # fmt: skip


def test_somebody_who_is_no_expert() -> None:
    assert team.expert_of(User.objects.create(username="guest").pk) is None


def test_an_unknown_role_is_refused_by_the_database() -> None:
    welcome()
    with pytest.raises(IntegrityError):
        Expert.objects.update(role="wizard")
