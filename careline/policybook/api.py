"""The door of the policybook: read policies, decide, explain, show."""

from careline.policybook.authority import Authority, AuthorityBook, AuthorityTable, Used, authority, read_authority
from careline.policybook.backtest import Backtest, Difference, Recorded, backtest
from careline.policybook.conditions import read_value
from careline.policybook.decide import WrongFact, decide, decide_again
from careline.policybook.page import PolicyPage, page_of
from careline.policybook.policy import SILENCE, Policy, Policybook
from careline.policybook.rates import Rates, read_rates
from careline.policybook.read import read_changed, read_policies
from careline.policybook.stored import facts_from_json, facts_to_json
from careline.policybook.values import Clause, Decision, Effect, Fact, Problem, TraceLine
from careline.policybook.vocabulary import ActWord, Calculator, FactWord, Kind, Vocabulary, vocabulary_of, wrong_facts

__all__ = [
    "SILENCE",
    "ActWord",
    "Authority",
    "AuthorityBook",
    "AuthorityTable",
    "Backtest",
    "Calculator",
    "Clause",
    "Decision",
    "Difference",
    "Effect",
    "Fact",
    "FactWord",
    "Kind",
    "Policy",
    "PolicyPage",
    "Policybook",
    "Problem",
    "Rates",
    "Recorded",
    "TraceLine",
    "Used",
    "Vocabulary",
    "WrongFact",
    "authority",
    "backtest",
    "decide",
    "decide_again",
    "facts_from_json",
    "facts_to_json",
    "page_of",
    "read_authority",
    "read_changed",
    "read_policies",
    "read_rates",
    "read_value",
    "vocabulary_of",
    "wrong_facts",
]
