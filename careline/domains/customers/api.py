"""The door of the customers room."""

from careline.domains.customers.actions import lock_account, put_search_keys, record_act
from careline.domains.customers.bulk import forget_keys, put_account, put_keys
from careline.domains.customers.reads import (
    account,
    account_id_by_own_id,
    account_numbers_in_use,
    act_with_key,
    acts_of,
    any_account,
    find,
    markets_of,
    own_ids,
    owners_of,
    people_own_ids,
    timeline,
)
from careline.domains.customers.rules import must_be_granted, name_keys, number_key, plain_key, some_keys

__all__ = [
    "account",
    "account_id_by_own_id",
    "account_numbers_in_use",
    "act_with_key",
    "acts_of",
    "any_account",
    "find",
    "forget_keys",
    "lock_account",
    "markets_of",
    "must_be_granted",
    "name_keys",
    "number_key",
    "own_ids",
    "owners_of",
    "people_own_ids",
    "plain_key",
    "put_account",
    "put_keys",
    "put_search_keys",
    "record_act",
    "some_keys",
    "timeline",
]
