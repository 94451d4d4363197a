"""What the database itself refuses: an event of another account, and a rewritten event."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

LINKS = [
    ("contacts_contactevent", "contact_id", "contacts_contact"),
    ("contacts_contact", "line_id", "lines_line"),
]


def _link(child: str, column: str, parent: str) -> tuple[str, str]:
    name = f"{child}_{column}_same_account"
    return (
        f"alter table {child} add constraint {name} foreign key (account_id, {column}) "
        f"references {parent} (account_id, id) deferrable initially deferred",
        f"alter table {child} drop constraint {name}",
    )


FREEZE = (
    """
    create function contacts_contactevent_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'contacts_contactevent is append-only' using errcode = 'restrict_violation';
    end $$;
    create trigger contacts_contactevent_append_only before update or delete on contacts_contactevent
      for each row execute function contacts_contactevent_is_append_only();
    """,
    "drop trigger contacts_contactevent_append_only on contacts_contactevent;"
    "drop function contacts_contactevent_is_append_only()",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("contacts", "0001_initial"), ("lines", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(forward, back) for forward, back in [*(_link(*row) for row in LINKS), FREEZE]
    ]
