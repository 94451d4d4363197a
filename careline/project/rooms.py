"""What the platform asks of rooms it does not know: who has which role, whether the content is in order.

The platform has no domain words; settings name these functions to it (ROLES_OF, HEALTH_CHECKS).
"""

from __future__ import annotations

from typing import Any

from careline.domains.team.api import expert_of
from careline.interfaces.desk.books import guidebook, policybook
from careline.platform.api import Health


def roles_of(user: Any) -> frozenset[str]:
    """This function will give the roles of a signed-in user: the one of the expert they are, or none. Asked of the
    database once a request."""
    if not hasattr(user, "_roles"):
        expert = expert_of(user.pk)
        user._roles = frozenset({str(expert.role)} if expert else ())
    return frozenset(user._roles)


def content() -> Health:
    """This function will tell whether all guides and policies could be read. Careline serves without those that
    could not, so this never takes the desk down."""
    guides, policies = guidebook(), policybook()
    problems = len(guides.problems) + len(policies.problems)
    if problems:
        return Health(
            ok=False, say=f"{problems} mistakes in guides and policies; see Content on the desk", needed=False
        )
    return Health(ok=True, say=f"{len(guides.guides)} guides, {len(policies.policies)} policies", needed=False)
