"""The door of diagnosis: what policies and guides may name, and how facts and silent findings are read from records.

What was learned from closed contacts has a door of its own, `learned`: replays and the guides need no database.
"""

from careline.domains.diagnosis.facts import VOCABULARY, Heard, data_that_may_be_added, facts_for, the_overdue_bill
from careline.domains.diagnosis.probes import MOST_DATA_ADDED_GB, PROBES, guide_vocabulary, look
from careline.domains.diagnosis.rules import device_family

__all__ = [
    "MOST_DATA_ADDED_GB",
    "PROBES",
    "VOCABULARY",
    "Heard",
    "data_that_may_be_added",
    "device_family",
    "facts_for",
    "guide_vocabulary",
    "look",
    "the_overdue_bill",
]
