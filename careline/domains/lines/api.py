"""The door of the lines room."""

from careline.domains.lines.actions import LineDone, add_data, enable_roaming, resume, suspend
from careline.domains.lines.reads import changes_of, line, lines_of, numbers_of, timeline
from careline.domains.lines.rules import facts_of

__all__ = [
    "LineDone",
    "add_data",
    "changes_of",
    "enable_roaming",
    "facts_of",
    "line",
    "lines_of",
    "open_outages",
    "numbers_of",
    "resume",
    "suspend",
    "timeline",
]
