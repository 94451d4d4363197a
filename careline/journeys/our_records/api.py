"""The door of this journey."""

from careline.journeys.our_records.acts import Decide
from careline.journeys.our_records.authority import authority_of
from careline.journeys.our_records.customer_acts import customer_pays, phone_restarts
from careline.journeys.our_records.page import CustomerPage, Timeline, customer_page, more_timeline
from careline.journeys.our_records.records import OurRecords
from careline.journeys.our_records.snapshot import take_snapshot

__all__ = [
    "CustomerPage",
    "Decide",
    "OurRecords",
    "Timeline",
    "authority_of",
    "customer_page",
    "customer_pays",
    "more_timeline",
    "phone_restarts",
    "take_snapshot",
]
