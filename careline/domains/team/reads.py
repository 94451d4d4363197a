"""Rows of the team room as values."""

from __future__ import annotations

from collections.abc import Iterable

from careline.domains.team.models import Expert
from careline.domains.team.values import ExpertRole, ExpertView


def _view(row: Expert) -> ExpertView:
    name = getattr(row.user, "display_name", "") or row.user.get_username()
    return ExpertView(row.id, row.user.get_username(), name, ExpertRole(row.role), row.market)


def expert_of(user_id: int) -> ExpertView | None:
    """This function will give the expert behind a sign-in, or None."""
    row = Expert.objects.select_related("user").filter(user_id=user_id).first()
    return _view(row) if row else None


def experts() -> list[ExpertView]:
    """This function will read all experts by name."""
    return sorted((_view(row) for row in Expert.objects.select_related("user")), key=lambda expert: expert.name)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """This function will give actor -> name to show, for actors as records keep them ("user:7", "autopilot")."""
    wanted = {actor: int(actor[5:]) for actor in set(actors) if actor.startswith("user:") and actor[5:].isdigit()}
    rows = Expert.objects.select_related("user").filter(user_id__in=wanted.values()) if wanted else []
    names = {row.user_id: _view(row).name for row in rows}
    return {actor: names.get(wanted.get(actor, -1), actor) for actor in set(actors)}
