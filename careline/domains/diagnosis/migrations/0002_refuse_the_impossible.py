"""What the database itself refuses: rewriting what a run has learned."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

TABLES = ["diagnosis_learnedrun", "diagnosis_learnedset", "diagnosis_learnedprior"]

REFUSAL = (
    """
    create function diagnosis_learned_is_append_only() returns trigger language plpgsql as $$
    begin
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end $$;
    """,
    "drop function diagnosis_learned_is_append_only()",
)


def _freeze(table: str) -> tuple[str, str]:
    return (
        f"create trigger {table}_append_only before update or delete on {table} "
        f"for each row execute function diagnosis_learned_is_append_only()",
        f"drop trigger {table}_append_only on {table}",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("diagnosis", "0001_initial")]
    operations: ClassVar = [
        migrations.RunSQL(forward, back) for forward, back in [REFUSAL, *(_freeze(table) for table in TABLES)]
    ]
