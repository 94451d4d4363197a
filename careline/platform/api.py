"""The platform's door: what the rooms above may use."""

from careline.platform.acts import Act, Claim, KeyUsedForSomethingElse, NotJournalled, acting, once
from careline.platform.health import Health
from careline.platform.journal import Line, journal_read, write_journal, write_many
from careline.platform.journal_check import Broken, Verdict, verify
from careline.platform.outbox import receives, send
from careline.platform.people import User

__all__ = [
    "Act",
    "Broken",
    "Claim",
    "Health",
    "KeyUsedForSomethingElse",
    "Line",
    "NotJournalled",
    "User",
    "Verdict",
    "acting",
    "journal_read",
    "once",
    "receives",
    "send",
    "verify",
    "write_journal",
    "write_many",
]
