"""The door of the lines room."""

from careline.domains.lines.actions import (
    LineDone,
    add_data,
    enable_roaming,
    end_outage,
    map_areas,
    network_reports,
    open_outage,
    resume,
    suspend,
)
from careline.domains.lines.bulk import clear_other_reasons, put_change, put_feature, put_line
from careline.domains.lines.reads import (
    change_own_ids,
    changes_of,
    devices_of,
    line,
    lines_of,
    numbers_in_use,
    numbers_of,
    open_outages,
    own_ids,
    timeline,
)
from careline.domains.lines.rules import facts_of, resumed, suspended

__all__ = [
    "LineDone",
    "add_data",
    "change_own_ids",
    "changes_of",
    "clear_other_reasons",
    "devices_of",
    "enable_roaming",
    "end_outage",
    "facts_of",
    "line",
    "lines_of",
    "map_areas",
    "network_reports",
    "numbers_in_use",
    "numbers_of",
    "open_outage",
    "open_outages",
    "own_ids",
    "put_change",
    "put_feature",
    "put_line",
    "resume",
    "resumed",
    "suspend",
    "suspended",
    "timeline",
]
