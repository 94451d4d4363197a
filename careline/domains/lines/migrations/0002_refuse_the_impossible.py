"""What the database itself refuses: a row of another account, and a rewritten history."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

LINKS = [
    ("lines_suspendreason", "line_id", "lines_line"),
    ("lines_networkstate", "line_id", "lines_line"),
    ("lines_feature", "line_id", "lines_line"),
    ("lines_change", "line_id", "lines_line"),
    ("lines_line", "user_id", "customers_person"),
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
    create function lines_change_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'lines_change is append-only' using errcode = 'restrict_violation';
    end $$;
    create trigger lines_change_append_only before update or delete on lines_change
      for each row execute function lines_change_is_append_only();
    """,
    "drop trigger lines_change_append_only on lines_change; drop function lines_change_is_append_only()",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("lines", "0001_initial"), ("customers", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(forward, back) for forward, back in [*(_link(*row) for row in LINKS), FREEZE]
    ]
