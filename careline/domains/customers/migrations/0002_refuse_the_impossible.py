"""What the database itself refuses: an act, once done, is never rewritten."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

FREEZE = (
    """
    create function customers_act_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'customers_act is append-only' using errcode = 'restrict_violation';
    end $$;
    create trigger customers_act_append_only before update or delete on customers_act
      for each row execute function customers_act_is_append_only();
    """,
    "drop trigger customers_act_append_only on customers_act; drop function customers_act_is_append_only()",
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("customers", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(forward, back) for forward, back in [FREEZE]]
