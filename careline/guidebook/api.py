"""The door of the guidebook: read guides, think about the next step, draw, learn."""

from careline.guidebook.think import beliefs, think, what_answers_lead_to

__all__ = ["beliefs", "think", "what_answers_lead_to"]
