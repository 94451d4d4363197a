"""The door of the lines room."""

from careline.domains.lines.actions import (
    LineDone,
    add_data,
    enable_roaming,
    end_outage,
    map_areas,
    open_outage,
    resume,
    suspend,
)
from careline.domains.lines.bulk import put_change, put_feature, put_line
from careline.domains.lines.reads import changes_of, line, lines_of, numbers_of, open_outages, timeline
from careline.domains.lines.rules import facts_of

__all__ = [
    "LineDone",
    "add_data",
    "changes_of",
    "enable_roaming",
    "end_outage",
    "facts_of",
    "line",
    "lines_of",
    "map_areas",
    "numbers_of",
    "open_outage",
    "open_outages",
    "put_change",
    "put_feature",
    "put_line",
    "resume",
    "suspend",
    "timeline",
]
