"""What the database itself refuses: an item, payment or request for a bill of another account."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

LINKS = [
    ("ledger_billitem", "bill_id", "ledger_bill"),
    ("ledger_payment", "bill_id", "ledger_bill"),
    ("ledger_paymentrequest", "bill_id", "ledger_bill"),
]


def _link(child: str, column: str, parent: str) -> tuple[str, str]:
    name = f"{child}_{column}_same_account"
    return (
        f"alter table {child} add constraint {name} foreign key (account_id, {column}) "
        f"references {parent} (account_id, id) deferrable initially deferred",
        f"alter table {child} drop constraint {name}",
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0001_initial")]
    operations: ClassVar = [migrations.RunSQL(forward, back) for forward, back in [_link(*row) for row in LINKS]]
