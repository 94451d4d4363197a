"""Tables of the team room."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from careline.domains.team.values import ExpertRole
from careline.platform.columns import one_of


class Expert(models.Model):
    """Who serves customers; one-to-one with a sign-in. TM Forum: Individual in the role of an agent (TMF632)."""

    id = models.BigAutoField(primary_key=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expert")
    role = models.TextField()
    market = models.TextField(default="", blank=True)

    class Meta:
        constraints = [one_of("role", ExpertRole, name="expert_role_known")]
