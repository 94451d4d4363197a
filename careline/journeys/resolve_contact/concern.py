"""Which guide fits what the customer says."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from careline.guidebook.values import Guide

_WORD = re.compile(r"[a-z0-9']+")
_SAME = {
    "mms": "picture", "pictures": "picture", "photo": "picture", "photos": "picture", "image": "picture",
    "internet": "data", "messages": "message", "messaging": "message", "texts": "text", "texting": "text",
    "slower": "slow", "sluggish": "slow", "speeds": "speed", "calls": "call", "billing": "bill", "bills": "bill",
    "sos": "service", "signal": "service", "unable": "cannot", "can't": "cannot", "won't": "cannot", "doesn't": "not",
}  # fmt: skip
_EMPTY_WORDS = """
    cannot not get all fine the a an my your you i is are it to of for in on and or with has have been be this that
    they we want fix past few hours do does either at please me since when while so but
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def guides_for(words: str, guides: Mapping[str, Guide]) -> list[tuple[Guide, float]]:
    """This function will return the guides whose customers' words are nearest to these, best first, with a score 0–1.

    Words are weighed by how few guides use them. A guide that says the same about more (it stands on the other) comes
    first when both fit equally, because it covers the other's causes as well.
    """
    said = {guide.id: [_words(text) for text in (*guide.says, guide.title)] for guide in guides.values()}
    rarity = _rarity(said)
    wanted = _words(words)
    scored = []
    for guide in guides.values():
        together = Counter(w for text in said[guide.id] for w in text)
        best = max((_likeness(wanted, text, rarity) for text in said[guide.id]), default=0.0)
        scored.append((guide, 0.5 * best + 0.5 * _likeness(wanted, together, rarity)))
    return sorted(scored, key=lambda pair: (-round(pair[1], 3), -len(pair[0].stands_on), pair[0].id))


def reason_for(words: str, guides: Mapping[str, Guide]) -> str:
    """This function will return the reason whose guide fits these words best; "" where there are no guides at all."""
    ranked = guides_for(words, guides)
    return ranked[0][0].id if ranked else ""


def _words(text: str) -> Counter[str]:
    found = (_SAME.get(w, w) for w in _WORD.findall(text.lower().replace("’", "'")))
    return Counter(w for w in found if w not in _EMPTY)


def _rarity(said: Mapping[str, list[Counter[str]]]) -> dict[str, float]:
    used: Counter[str] = Counter()
    for texts in said.values():
        used.update({w for text in texts for w in text})
    return {w: math.log(1 + len(said) / n) for w, n in used.items()}


def _likeness(wanted: Counter[str], text: Counter[str], rarity: Mapping[str, float]) -> float:
    shared = sum(rarity.get(w, 0.0) ** 2 for w in wanted.keys() & text.keys())
    size = math.sqrt(sum(rarity.get(w, 1.0) ** 2 for w in wanted)) * math.sqrt(sum(rarity[w] ** 2 for w in text))
    return shared / size if size else 0.0
