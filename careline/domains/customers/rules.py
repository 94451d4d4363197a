"""How people and numbers are found however they are written, and what a decision must carry before an act. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from careline.domains.customers.values import KeyKind, KeyRow, Refused, Wanted
from careline.kernel.identifiers import digits_of, e164
from careline.policybook.values import Decision, Fact

# --- search keys ------------------------------------------------------------------------------------------------


def folded(text: str) -> str:
    """This function will write a name without case, accents and punctuation: "Núñez, Ana" becomes "nunez ana"."""
    plain = text if text.isascii() else _without_accents(text)
    return " ".join(re.sub(r"[^\w]+|_", " ", plain.casefold()).split())


def _without_accents(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))


def compact(text: str) -> str:
    """This function will keep only letters and digits, without case: "A-100 200" becomes "a100200"."""
    if text.isascii() and text.isalnum():
        return text.lower()
    return folded(text).replace(" ", "")


def name_keys(name: str, *, person_id: int, born_on: date | None) -> list[KeyRow]:
    """This function will make the keys of a name: as written, last name first, and each later word as a beginning."""
    words = folded(name).split()
    forms = {" ".join(words), " ".join(words[-1:] + words[:-1])}
    forms |= {" ".join(words[start:]) for start in range(1, len(words) - 1)}
    return [KeyRow(KeyKind.NAME, form, name, person_id, born_on) for form in sorted(forms - {""})]


def number_key(number: str, *, subject_id: int) -> KeyRow | None:
    """This function will make the key of a telephone number: the digits of its international form."""
    key = digits_of(e164(number))
    return KeyRow(KeyKind.NUMBER, key, number, subject_id) if key else None


def plain_key(kind: KeyKind, text: str, *, subject_id: int = 0) -> KeyRow | None:
    """This function will make the key of an account, bill, SIM, phone, chip or own id; None for an empty text."""
    key = text.strip().casefold() if kind is KeyKind.EMAIL else compact(text)
    return KeyRow(kind, key, text, subject_id) if key else None


def some_keys(rows: Iterable[KeyRow | None]) -> list[KeyRow]:
    """This function will drop the keys that could not be made and those that say the same twice."""
    return list({(row.kind, row.key, row.subject_id): row for row in rows if row}.values())


_DATES = (
    (re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b"), (0, 1, 2)),
    (re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b"), (2, 0, 1)),
    (re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b"), (2, 1, 0)),
)


def take_date(text: str) -> tuple[str, date | None]:
    """This function will take a date of birth out of a text: 1985-06-15, 6/15/1985 (month first) or 15.6.1985."""
    for pattern, order in _DATES:
        if match := pattern.search(text):
            parts = [int(match.groups()[place]) for place in order]
            try:
                return text.replace(match.group(), " ").strip(" ,"), date(*parts)
            except ValueError:
                return text, None
    return text, None


def wanted(text: str) -> Wanted:
    """This function will say which keys a search text may mean; nothing for a text too short to mean anything."""
    words, born_on = take_date(text.strip()) if re.search(r"[^\W\d_]", text) else (text.strip(), None)
    if not compact(words):
        return Wanted()
    exact = {compact(words), folded(words)}
    beginnings = {compact(words), folded(words)}
    if "@" in words:
        exact, beginnings = {words.casefold()}, {words.casefold()}
    elif not re.search(r"[^\W\d_]", words):
        exact |= _number_forms(words)
        beginnings |= _number_forms(words)
    return Wanted(tuple(sorted(exact)), tuple(sorted(b for b in beginnings if _tells_enough(b))), born_on)


def _number_forms(text: str) -> set[str]:
    digits = digits_of(text)
    forms = {digits, digits_of(e164(text)), "1" + digits}
    return forms | ({digits[:14]} if len(digits) == 16 else set())  # an IMEISV ends in a software version


def _tells_enough(beginning: str) -> bool:
    return len(beginning) >= (4 if beginning.isdigit() else 2)


# --- decisions --------------------------------------------------------------------------------------------------


def must_be_granted(decision: Decision, *, act: str, now: Mapping[str, Fact]) -> None:
    """This function will refuse an act whose decision is not a grant for it, or rests on facts that hold no more.

    `now` are the facts that the records tell under the lock; those that the decision also names must be equal.
    Raises Refused with words that the expert can act on.
    """
    if decision.act != act:
        raise Refused(f"The decision is about {decision.act}, not {act}. Decide again.")
    if not decision.granted:
        raise Refused(decision.say or f"{act} is not granted by {decision.clause.policy}/{decision.clause.rule}.")
    shared = set(now) & set(decision.facts)
    if now and not shared:
        raise Refused("The decision carries none of the facts of this case. Decide again.")
    changed = sorted(name for name in shared if decision.facts[name] != now[name])
    if changed:
        raise Refused(f"Something has changed since this was decided ({', '.join(changed)}). Decide again.")
