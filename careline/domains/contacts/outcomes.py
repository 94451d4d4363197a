"""What became of contacts that were closed: read in pages, for learning from any number of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection

from careline.domains.contacts.values import ClosedContact

PAGE = 5_000

_WHICH = """
c.status = 'closed' and c.line_id is not null and c.last_seq > 0 and c.reason_id = any(%s) and c.ended_at <= %s
"""
_HOW_MANY = f"select count(*) from contacts_contact c where {_WHICH}"  # noqa: S608 - constants only
# the words an act gave back name bills and lines: without them equal stories read the same
_CLOSED = f"""
select c.account_id, c.id, c.line_id, c.reason_id, c.ended_at,
  (select min(n.opened_at) from contacts_contact n
    where n.account_id = c.account_id and n.line_id = c.line_id and n.reason_id = c.reason_id and n.id <> c.id
      and n.opened_at >= c.ended_at and n.opened_at < c.ended_at + make_interval(secs => %s)),
  (select json_agg(json_build_array(e.seq, e.kind, e.payload - 'message') order by e.seq)::text
     from contacts_contactevent e where e.account_id = c.account_id and e.contact_id = c.id)
from contacts_contact c
where {_WHICH} and (c.account_id, c.id) > (%s, %s)
order by c.account_id, c.id limit %s
"""  # noqa: S608 - constants only


def how_many_closed(reasons: Sequence[str], *, until: datetime) -> int:
    """This function will count the contacts that `closed_contacts` gives; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_HOW_MANY, [list(reasons), until])
        return int(cursor.fetchone()[0])


def closed_contacts(
    reasons: Sequence[str], *, until: datetime, within: timedelta, page: int = PAGE
) -> Iterator[list[ClosedContact]]:
    """This function will read contacts about these reasons that were closed until a moment, a page at a time.

    `reopened_at` is the first later contact of the same account and line with the same reason that was opened
    `within` that time. One query a page; a page is all that is held in memory.
    """
    after = (0, 0)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_CLOSED, [within.total_seconds(), list(reasons), until, *after, page])
            found = [ClosedContact(*row) for row in cursor.fetchall()]
        if found:
            yield found
            after = (found[-1].account_id, found[-1].contact_id)
        if len(found) < page:
            return
