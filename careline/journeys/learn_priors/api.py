"""The door of this journey: learn priors from closed contacts, use what was learned, show it, forget it again."""

from careline.domains.diagnosis.api.learned import forget_learned, in_use, use_learned
from careline.domains.diagnosis.values import LearnedPrior, LearnedSet, NoSuchRun
from careline.guidebook.learn import FEWEST
from careline.journeys.learn_priors.actions import learn_priors
from careline.journeys.learn_priors.values import Learning, TooFew

__all__ = [
    "FEWEST",
    "LearnedPrior",
    "LearnedSet",
    "Learning",
    "NoSuchRun",
    "TooFew",
    "forget_learned",
    "in_use",
    "learn_priors",
    "use_learned",
]
