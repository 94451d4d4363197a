"""The door of this journey."""

from careline.journeys.load_operator.demo import AlreadyThere, Loaded, make_demo
from careline.journeys.load_operator.demo_identifiers import most_numbers
from careline.journeys.load_operator.demo_stories import STORIES, Story
from careline.journeys.load_operator.demo_words import DEMO_PASSWORD, EXPERTS, MARKETS, OPERATOR
from careline.journeys.load_operator.import_columns import described
from careline.journeys.load_operator.import_load import Imported, import_folder

__all__ = [
    "DEMO_PASSWORD",
    "EXPERTS",
    "MARKETS",
    "OPERATOR",
    "STORIES",
    "AlreadyThere",
    "Imported",
    "Loaded",
    "Story",
    "described",
    "import_folder",
    "make_demo",
    "most_numbers",
]
