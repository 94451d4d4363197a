"""All tables of the platform; each topic keeps its own beside its verbs."""

from careline.platform.acts import Once
from careline.platform.journal import JournalHead, JournalLine
from careline.platform.outbox import OutboxMessage
from careline.platform.people import User

__all__ = ["JournalHead", "JournalLine", "Once", "OutboxMessage", "User"]
