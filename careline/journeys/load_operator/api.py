"""The door of this journey."""

from careline.journeys.load_operator.demo import AlreadyThere, Loaded, make_demo
from careline.journeys.load_operator.demo_identifiers import most_numbers
from careline.journeys.load_operator.demo_stories import STORIES, Story
from careline.journeys.load_operator.demo_words import DEMO_PASSWORD, EXPERTS, MARKETS, OPERATOR

__all__ = [
    "DEMO_PASSWORD",
    "EXPERTS",
    "MARKETS",
    "OPERATOR",
    "STORIES",
    "AlreadyThere",
    "Loaded",
    "Story",
    "make_demo",
    "most_numbers",
]
