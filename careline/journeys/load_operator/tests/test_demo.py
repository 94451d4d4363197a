"""The demo operator: the same for the same seed, sound in every identifier, and its bills reconcile to the cent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from careline.domains.customers import api as customers
from careline.domains.customers.models import Account
from careline.domains.diagnosis.bill_probes import compare_bills, differences_by_kind
from careline.domains.diagnosis.probes import PROBES, look
from careline.domains.ledger.models import Bill
from careline.domains.lines.models import Line
from careline.domains.team import api as team
from careline.domains.team.values import ExpertRole
from careline.journeys.load_operator.api import DEMO_PASSWORD, EXPERTS, STORIES, AlreadyThere, Loaded, make_demo
from careline.journeys.load_operator.demo_identifiers import most_numbers, number_for, story_number
from careline.journeys.our_records.api import customer_page, take_snapshot
from careline.kernel import identifiers as ids
from careline.platform.api import User, verify

NOW = datetime(2026, 11, 22, 15, tzinfo=UTC)
COUNT = 150


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Loaded]:
    """One demo operator for all tests of this file; they only read."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        yield make_demo(count=COUNT, seed=7, at=NOW)
        transaction.set_rollback(True)


def story(name: str) -> tuple[int, int]:
    hit = next(hit for hit in customers.find(name) if hit.exact)
    page = customer_page(hit.account_id)
    assert page is not None
    return hit.account_id, page.lines[0].id


def found(name: str, probe: str) -> dict[str, str]:
    account_id, line_id = story(name)
    return dict(look(probe, take_snapshot(account_id=account_id, line_id=line_id, at=NOW)))


def test_as_many_as_asked_for(loaded: Loaded) -> None:
    assert Account.objects.count() == loaded.customers == COUNT
    assert loaded.lines == Line.objects.count()
    assert loaded.bills == Bill.objects.count() == COUNT * 3


def test_every_bill_is_the_sum_of_its_items(loaded: Loaded) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from ledger_bill b where total_minor <> (select coalesce(sum(amount_minor), 0) from "
            "ledger_billitem i where i.account_id = b.account_id and i.bill_id = b.id)"
        )
        assert cursor.fetchone() == (0,)


def test_every_settled_bill_was_paid_exactly(loaded: Loaded) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from ledger_bill b where (status = 'paid') <> exists (select 1 from ledger_payment p "
            "where p.account_id = b.account_id and p.bill_id = b.id and p.status = 'settled' "
            "and p.amount_minor = b.total_minor)"
        )
        assert cursor.fetchone() == (0,)


def test_every_identifier_has_sound_check_digits(loaded: Loaded) -> None:
    lines = list(Line.objects.all())
    assert len({line.msisdn for line in lines}) == len(lines)
    for line in lines:
        assert ids.check_msisdn(line.msisdn).ok
        assert line.msisdn[5:8] == "555"
        assert ids.check_iccid(line.iccid).ok
        assert ids.check_imsi(line.imsi).ok
        assert ids.check_imei(line.imei).ok
        assert not line.eid or ids.check_eid(line.eid).ok


def test_small_operators_use_only_numbers_kept_for_stories(loaded: Loaded) -> None:
    assert all(ids.is_fictional(line.msisdn) for line in Line.objects.all())


def test_numbers_run_out_with_a_clear_word() -> None:
    assert most_numbers(8) > 700_000
    with pytest.raises(ValueError, match="no numbers left"):
        number_for(10**7, market=0, markets=8)


def test_numbers_never_meet_the_numbers_of_the_stories() -> None:
    numbers = [number_for(n, market=market, markets=8) for n in range(3000) for market in range(8)]
    assert len(set(numbers)) == len(numbers)
    assert not {story_number(n) for n in range(20)} & set(numbers)


def test_all_stories_are_there_with_their_numbers(loaded: Loaded) -> None:
    assert [name for name, _, _ in loaded.stories] == [one.name for one in STORIES]
    for place, (name, number, account_number) in enumerate(loaded.stories):
        assert number == story_number(place)
        for text in (name, number, account_number):
            assert any(hit.name == name and hit.exact for hit in customers.find(text))


@pytest.mark.parametrize(
    ("name", "probe", "reading", "finding"),
    [
        ("Amelia Farrow", "line-roaming", "line-roaming", "off"),
        ("Bruno Acker", "line-account", "suspension", "unpaid-bill"),
        ("Chiara Lund", "data-allowance", "allowance", "used-up"),
        ("Daniel Obi", "network-bars", "bars", "left-behind"),
        ("Daniel Obi", "line-account", "suspension", "none"),
        ("Elena Voss", "voicemail", "voicemail-box", "full"),
        ("Farid Nassar", "bill-difference", "bill-promotion", "ended"),
        ("Greta Lindqvist", "line-account", "suspension", "contract-ended"),
        ("Hugo Tamm", "area-outage", "outage", "open"),
        ("Ines Caron", "bill-difference", "bill-plan", "changed"),
        ("Jonas Ritter", "line-account", "suspension", "payment-on-its-way"),
        ("Keiko Marsh", "bill-difference", "bill-discount", "lost"),
        ("Liam Ostrov", "voicemail", "voicemail-forward", "elsewhere"),
        ("Mona Sarraf", "sim-profile", "sim-profile", "mismatch"),
        ("Noah Bright", "line-account", "suspension", "other-reason"),
        ("Olivia Penn", "bill-difference", "bill-usage", "found"),
        ("Pavel Moss", "bill-difference", "bill-rest", "unexplained"),
    ],
)
def test_each_story_shows_what_it_is_about(
    loaded: Loaded, name: str, probe: str, reading: str, finding: str
) -> None:  # fmt: skip
    assert found(name, probe)[reading] == finding


def test_a_story_is_about_one_thing(loaded: Loaded) -> None:
    """All other silent checks of a line in service find it healthy."""
    healthy = {reading: words[0] for probe in PROBES.values() for reading, words in probe.readings.items()}
    seen: dict[str, str] = {}
    for probe in ("line-account", "data-allowance", "sim-change", "registration", "network-bars", "area-outage",
                  "sim-profile", "voicemail", "bill-difference"):  # fmt: skip
        seen |= found("Amelia Farrow", probe)
    assert {reading: word for reading, word in seen.items() if word != healthy[reading]} == {}


def test_the_difference_of_two_bills_is_explained_to_the_cent(loaded: Loaded) -> None:
    for account_id in Account.objects.values_list("id", flat=True)[:60]:
        page = customer_page(account_id)
        assert page is not None
        snapshot = take_snapshot(account_id=account_id, line_id=page.lines[0].id, at=NOW)
        newer, older = snapshot.bills[:2]
        parts = differences_by_kind(newer, older)
        assert sum(parts.values()) == (newer.total - older.total).minor
        assert set(compare_bills(snapshot))


def test_there_is_an_expert_for_every_role(loaded: Loaded) -> None:
    assert {one.role for one in team.experts()} == set(ExpertRole)
    user = User.objects.get(username=EXPERTS[0][0])
    assert user.check_password(DEMO_PASSWORD)


def test_what_happened_is_journalled(loaded: Loaded) -> None:
    verdict = verify()
    assert not verdict.broken
    assert verdict.lines >= loaded.journal > COUNT * 2


def test_it_is_not_mixed_with_others(loaded: Loaded) -> None:
    with pytest.raises(AlreadyThere, match="empty data folder"):
        make_demo(count=1, seed=1, at=NOW)


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_operator() -> None:
    first, second = (_fingerprint(seed=11) for _ in range(2))
    assert first == second
    assert first != _fingerprint(seed=12)


def _fingerprint(*, seed: int) -> list[tuple[object, ...]]:
    """What a demo operator is, apart from ids that the database gives; the operator is taken back."""
    from django.db import transaction

    with transaction.atomic():
        make_demo(count=40, seed=seed, at=NOW)
        lines = list(Line.objects.order_by("id").values_list("status", "data_used_gb", "device_model", "opened_on"))
        bills = list(Bill.objects.order_by("id").values_list("total_minor", "status", "period_from"))
        transaction.set_rollback(True)
    return [*lines, *bills]


def test_the_reference_page_lists_every_story_and_expert() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs" / "reference" / "demo-operator.md").read_text(encoding="utf-8")
    for place, one in enumerate(STORIES):
        assert f"| {one.name} | {story_number(place)} | {one.says} | {one.truth} |" in page
    for username, name, role in EXPERTS:
        assert f"| `{username}` | {name} | {role} |" in page
    assert DEMO_PASSWORD in page
