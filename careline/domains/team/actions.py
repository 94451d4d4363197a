"""Verbs of the team room that write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from careline.domains.team.models import Expert
from careline.domains.team.values import ExpertRole
from careline.platform.api import User, acting, write_journal


def welcome_expert(
    *, username: str, name: str, role: ExpertRole, market: str, password: str, by: Any, at: datetime
) -> int:
    """This function will give a person a sign-in and a role, or bring both up to date; it returns the user's id."""
    with acting():
        user, _ = User.objects.get_or_create(username=username)
        user.display_name = name
        user.set_password(password)
        user.save()
        Expert.objects.update_or_create(user=user, defaults={"role": role, "market": market})
        write_journal(
            by=by, at=at, action="team.welcome", subject=f"user:{user.pk}", why="joins the team",
            after={"username": username, "role": str(role), "market": market},
        )  # fmt: skip
    return int(user.pk)
