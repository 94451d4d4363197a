"""The door of the guidebook: read guides, think about the next step, draw, learn."""

from careline.guidebook.draw import draw, in_words
from careline.guidebook.leads import what_answers_lead_to
from careline.guidebook.learn import ClosedContact, LearnedPriors, contacts_of, learned_priors
from careline.guidebook.read import read_guide_texts, read_guides
from careline.guidebook.think import beliefs, think

__all__ = [
    "ClosedContact",
    "LearnedPriors",
    "beliefs",
    "contacts_of",
    "draw",
    "in_words",
    "learned_priors",
    "read_guide_texts",
    "read_guides",
    "think",
    "what_answers_lead_to",
]
