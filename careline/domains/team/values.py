"""Who works here, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ExpertRole(StrEnum):
    """What an expert is on the team; decides authority and what the desk shows."""

    ASSOCIATE = "associate expert"
    EXPERT = "expert"
    SPECIALIST = "specialist"
    COACH = "coach"
    LEAD = "team lead"
    OPERATIONS = "operations"
    CONTENT = "content staff"


@dataclass(frozen=True, slots=True)
class ExpertView:
    id: int
    username: str
    name: str
    role: ExpertRole
    market: str
