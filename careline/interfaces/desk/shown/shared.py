"""What every page shows, and the frame around it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Chip:
    """A state in one or two words. The tone only colours it: ok, warn, bad, info or plain."""

    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    text: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A message above the page: what just happened, or what went wrong and what to do."""

    text: str
    tone: str = "info"


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page has around it: who is signed in, what they chose, and what there is to say."""

    name: str
    role: str
    initials: str
    theme: str = "system"
    keys_on: bool = True
    path: str = "/"
    section: str = ""
    said: tuple[Said, ...] = field(default_factory=tuple)
    asked: str = ""
