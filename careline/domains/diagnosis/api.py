"""The door of diagnosis: what policies and guides may name, and how facts and silent findings are read from records."""

from careline.domains.diagnosis.facts import VOCABULARY, Heard, data_that_may_be_added, facts_for, the_overdue_bill
from careline.domains.diagnosis.probes import MOST_DATA_ADDED_GB, PROBES, guide_vocabulary, look

__all__ = [
    "MOST_DATA_ADDED_GB",
    "PROBES",
    "VOCABULARY",
    "Heard",
    "data_that_may_be_added",
    "facts_for",
    "guide_vocabulary",
    "look",
    "the_overdue_bill",
]
