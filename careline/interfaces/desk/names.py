"""Names of the people who act, kept for a while: they hardly change and every page shows them."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache

from careline.domains.team import api as team

_SECONDS = 300
_OTHERS = {"autopilot": "Autopilot", "import": "Import", "demo": "Demo", "customer": "Customer"}


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """This function will give actor -> name to show; what is known already asks nothing of the database."""
    wanted = {actor for actor in actors if actor}
    known = cache.get_many([f"name:{actor}" for actor in wanted])
    names = {actor: known[f"name:{actor}"] for actor in wanted if f"name:{actor}" in known}
    if missing := wanted - names.keys():
        fresh = {actor: _OTHERS.get(name, name) for actor, name in team.names_of(missing).items()}
        cache.set_many({f"name:{actor}": name for actor, name in fresh.items()}, _SECONDS)
        names |= fresh
    return names
