"""Structured logs, one JSON object a line, without personal data.

Masking is the second line of defence: nothing of a customer should be logged in the first place, but libraries and
error messages do not know that. Values are cut, never the fact that something happened.
"""

from __future__ import annotations

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

# telephone numbers, ICCIDs, IMEIs and card numbers: six or more digits, however they are grouped
_LONG_DIGITS = re.compile(r"(?<![\w.])\+?\(?\d(?:[\s()/.-]{0,2}\d){5,}(?!\w)")
_DIGITS_IN_WORDS = re.compile(r"\d{6,}")
_EMAIL = re.compile(r"[^\s<>'\"@]+@[^\s<>'\"@]+\.[A-Za-z]{2,}")
# what libraries quote from a request or a row
_QUERY = re.compile(r"\?[^\s'\"]*=[^\s'\"]*")
_ROW_DETAIL = re.compile(r"^DETAIL:.*$|Failing row contains.*$|Key \(.*?\)=\(.*?\)", re.MULTILINE)
# our own facts that are safe and useful beside a message
_FACTS = ("method", "route", "status", "milliseconds", "user_id", "request_id", "task", "job_id", "queries")


def mask(text: str) -> str:
    """This function will cut telephone-like numbers, e-mail addresses, query strings and quoted rows from a text."""
    text = _ROW_DETAIL.sub("[row]", text)
    text = _QUERY.sub("?[query]", text)
    text = _EMAIL.sub("[e-mail]", text)
    return _DIGITS_IN_WORDS.sub("[number]", _LONG_DIGITS.sub("[number]", text))


class MaskPersonalData(logging.Filter):
    """Masks the message of a record, its arguments filled in, before any handler formats it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """This function will rewrite the record in place and let it pass."""
        record.msg, record.args = mask(record.getMessage()), None
        return True


class JsonLine(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, known facts, and the error's masked trace."""

    def format(self, record: logging.LogRecord) -> str:
        """This function will write the record as JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        line |= {name: getattr(record, name) for name in _FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = mask("".join(traceback.format_exception(record.exc_info[1])))
        return json.dumps(line, default=str)
