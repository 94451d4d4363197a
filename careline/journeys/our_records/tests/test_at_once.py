"""Several connections at the same moment: one payment request, one charge, whoever comes first."""

from __future__ import annotations

from decimal import Decimal

import pytest

from careline.domains.contacts.tests.test_contacts import at_once
from careline.domains.diagnosis.ports import ActDone, RecordsRefused
from careline.domains.ledger.models import Bill, PaymentRequest
from careline.domains.lines.models import Line
from careline.journeys.our_records.tests.conftest import Shop
from careline.journeys.our_records.tests.test_records import with_consent
from careline.platform.api import verify

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_open_payment_request_when_five_ask(real_shop: Shop) -> None:
    results = at_once([
        lambda key=f"k{n}": real_shop.records.request_payment(
            customer_id=real_shop.customer, bill_id=str(real_shop.overdue), key=key
        )
        for n in range(5)
    ])  # fmt: skip
    assert len([one for one in results if isinstance(one, ActDone)]) == 1
    assert all(isinstance(one, ActDone | RecordsRefused) for one in results), results
    assert PaymentRequest.objects.filter(account_id=real_shop.account).count() == 1
    assert not verify().broken


def test_one_key_acts_once_when_five_repeat_it(real_shop: Shop) -> None:
    records = with_consent(real_shop, "2")
    results = at_once([
        lambda: records.add_data(
            customer_id=real_shop.customer, line_id=str(real_shop.active), gb=Decimal(2), key="one"
        )
    ] * 5)  # fmt: skip
    assert sorted(one.repeated for one in results if isinstance(one, ActDone)) == [False, True, True, True, True]
    assert Line.objects.get(account_id=real_shop.account, id=real_shop.active).data_added_gb == 2
    assert Bill.objects.get(account_id=real_shop.account, status="draft").total_minor == 400
