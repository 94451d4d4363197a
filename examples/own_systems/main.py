"""A contact on autopilot with an operator's own systems: SQLite records, and a customer who is not our handset.

python examples/own_systems/main.py              a customer whose answers are written down
python examples/own_systems/main.py --terminal   you are the customer
"""

from __future__ import annotations

import sys
from pathlib import Path

from billing import Billing
from customers import PersonAtTheTerminal, WrittenDown

from careline.domains.diagnosis.api import VOCABULARY, guide_vocabulary
from careline.guidebook.api import read_guides
from careline.journeys.resolve_contact import autopilot
from careline.policybook.api import read_policies

CONTENT = Path(__file__).parents[2] / "content"


def main() -> int:
    """Read guides and policies, take one contact, and show how it went and what is in the records now."""
    billing = Billing()
    customer = PersonAtTheTerminal() if "--terminal" in sys.argv[1:] else WrittenDown(billing)
    result = autopilot.run(
        records=billing,
        customer=customer,
        guidebook=read_guides(CONTENT / "guides", guide_vocabulary()),
        policybook=read_policies(CONTENT / "policies", rates=CONTENT / "rates", vocabulary=VOCABULARY),
    )
    print(f"\n{result.outcome} with guide {result.guide} in {len(result.trace)} steps")
    for act in result.acts:
        print(f"  {act.act}: {act.done.message if act.done else act.refusal} (rule {act.decision.clause.rule})")
    print("In our own records:")
    for row in billing.db.execute("select number, status from line union all select id, state from bill"):
        print(f"  {row[0]}: {row[1]}")
    return 0 if result.outcome in ("solved", "handed_over") else 1


if __name__ == "__main__":
    sys.exit(main())
