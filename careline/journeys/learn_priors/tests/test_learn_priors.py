"""From closed contacts to the next contact's first question, in a real database."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import IntegrityError
from django.test.utils import CaptureQueriesContext

from careline.domains.contacts import api as stored
from careline.domains.contacts.models import Contact
from careline.domains.customers.models import Account
from careline.domains.diagnosis.models import LearnedSet as LearnedSetRow
from careline.domains.lines.models import Line
from careline.journeys.learn_priors.api import (
    Learning,
    NoSuchRun,
    forget_learned,
    in_use,
    learn_priors,
    use_learned,
)
from careline.journeys.learn_priors.tests.conftest import CAUSE, CLOSED, MARKET, REASON, WEEK, Desk
from careline.platform.api import verify
from careline.platform.models import JournalLine

LATER = CLOSED + timedelta(days=20)


def learn(desk: Desk, *, minimum: int = 3, market: str | None = None, at: object = LATER) -> Learning:
    return learn_priors(
        guidebook=desk.books.guidebook, market=market, minimum=minimum, by="wanda", at=at, say=lambda done, total: None
    )  # type: ignore[arg-type]


def use(desk: Desk) -> int:
    run = learn(desk).run
    assert run is not None
    use_learned(run=run, by="wanda", at=LATER)
    return run


def test_what_was_repaired_and_held_is_counted_with_the_guides_opinion(desk: Desk) -> None:
    desk.resolved(4)
    result = learn(desk)
    (one,) = result.sets
    assert (result.looked_at, result.held, one.contacts) == (4, 4, 4)
    assert (one.guide_id, one.market, one.device_family, one.guide_hash) == (REASON, MARKET, "aurora", desk.guide.hash)
    by_cause = {cause.cause: cause for cause in one.causes}
    written = desk.guide.causes[CAUSE].prior
    assert (by_cause[CAUSE].count, by_cause[CAUSE].written) == (4, written)
    assert by_cause[CAUSE].prior == pytest.approx((written * 20 + 4) / 24)
    assert by_cause["sim-missing"].prior == pytest.approx(0.2 * 20 / 24)


def test_a_cause_that_only_others_repair_keeps_the_guides_prior(desk: Desk) -> None:
    desk.resolved(4)
    (one,) = learn(desk).sets
    assert "outage" in desk.guide.causes
    assert "outage" not in one.priors


def test_below_the_minimum_nothing_is_learned_or_kept(desk: Desk) -> None:
    desk.resolved(4)
    result = learn(desk, minimum=5)
    assert (result.run, result.sets) == (None, ())
    assert [(few.guide_id, few.contacts) for few in result.too_few] == [(REASON, 4)]
    assert not LearnedSetRow.objects.exists()


def test_a_fix_that_did_not_hold_seven_days_does_not_count(desk: Desk) -> None:
    desk.resolved(4)
    desk.open(CLOSED + WEEK - timedelta(seconds=1))
    assert learn(desk).held == 3


def test_another_reason_or_line_or_a_later_day_does_not_undo_a_fix(desk: Desk) -> None:
    desk.resolved(4)
    other = Line.objects.filter(account_id=desk.account).exclude(id=desk.line).values_list("id", flat=True)[0]
    desk.open(CLOSED + WEEK)
    desk.open(CLOSED + timedelta(days=1), line=other)
    stored.open_contact(
        account_id=desk.account, line_id=desk.line, channel="call", reason_id="MSG-02", key="other", by="ida",
        at=CLOSED + timedelta(days=1),
    )  # fmt: skip
    assert learn(desk).held == 4


def test_contacts_younger_than_seven_days_do_not_count_yet(desk: Desk) -> None:
    desk.resolved(4)
    almost = learn(desk, at=CLOSED + WEEK - timedelta(seconds=1))
    assert (almost.looked_at, almost.held) == (3, 3)
    assert learn(desk, at=CLOSED + WEEK).held == 4


def test_a_contact_that_was_closed_without_proof_teaches_nothing(desk: Desk) -> None:
    contact = desk.open(CLOSED)
    stored.close(account_id=desk.account, contact_id=contact, summary="Hung up.", by="ida", at=CLOSED)
    result = learn(desk, minimum=1)
    assert (result.looked_at, result.held, result.run) == (1, 0, None)


def test_markets_learn_apart(desk: Desk) -> None:
    desk.resolved(3)
    assert learn(desk, market=MARKET).held == 3
    assert learn(desk, market="Lakeside").held == 0


def test_a_new_contact_thinks_with_what_is_in_use_and_another_phone_does_not(desk: Desk) -> None:
    before = desk.view(desk.open(LATER), LATER)
    desk.resolved(4)
    use(desk)
    after = desk.view(desk.open(LATER), LATER)
    assert before.priors is None
    assert after.priors is not None
    assert before.situation
    assert after.situation
    assert after.situation.beliefs[CAUSE] > before.situation.beliefs[CAUSE]
    Line.objects.filter(account_id=desk.account).update(device_model="iPhone 15")
    assert desk.view(desk.open(LATER), LATER).priors is None
    Line.objects.filter(account_id=desk.account).update(device_model="Aurora 6")
    Account.objects.filter(id=desk.account).update(market="Lakeside")
    assert desk.view(desk.open(LATER), LATER).priors is None


def test_a_contact_keeps_its_steps_whatever_is_used_or_forgotten_meanwhile(desk: Desk) -> None:
    own = desk.open(LATER)
    before = desk.view(own, LATER).situation
    desk.resolved(4)
    use(desk)
    assert desk.view(own, LATER).situation == before
    learned = desk.open(LATER)
    shown = desk.view(learned, LATER)
    forget_learned(by="wanda", at=LATER)
    assert desk.view(learned, LATER) == shown
    assert desk.view(desk.open(LATER), LATER).situation == before
    assert [one.kind for one in stored.events_of(desk.account, learned)].count("priors") == 1
    assert [one.event for one in shown.happened] == [one.event for one in desk.view(own, LATER).happened]


def test_learned_contacts_teach_by_the_guides_own_priors(desk: Desk) -> None:
    desk.resolved(4)
    use(desk)
    desk.resolve(LATER)
    (one,) = learn(desk, at=LATER + WEEK).sets
    written = desk.guide.causes[CAUSE].prior
    assert one.contacts == 5
    assert one.priors[CAUSE] == pytest.approx((written * 20 + 5) / 25)


def test_use_and_forget_are_journalled_and_any_run_can_be_used_again(desk: Desk) -> None:
    desk.resolved(4)
    first, second = use(desk), use(desk)
    assert [one.run for one in in_use(REASON)] == [second]
    use_learned(run=first, by="wanda", at=LATER)
    assert [one.run for one in in_use(REASON)] == [first]
    assert forget_learned(market="Lakeside", by="wanda", at=LATER) == 0
    assert forget_learned(by="wanda", at=LATER) == 1
    assert (in_use(REASON), forget_learned(by="wanda", at=LATER)) == ([], 0)
    with pytest.raises(NoSuchRun, match="Nothing was learned by run 0"):
        use_learned(run=0, by="wanda", at=LATER)
    lines = list(JournalLine.objects.filter(action__startswith="priors.").order_by("number"))
    assert [one.action for one in lines] == [
        "priors.learn", "priors.use", "priors.learn", "priors.use", "priors.use", "priors.forget",
    ]  # fmt: skip
    sets = [json.loads(one.after) for one in lines if one.action == "priors.use"]
    assert json.loads(lines[3].before) == sets[0]
    assert json.loads(lines[-1].before) == sets[2] == sets[0]
    assert verify(lambda done, total: None).broken is None


def test_another_text_of_the_guide_begins_with_its_own_priors(desk: Desk) -> None:
    desk.resolved(4)
    run = learn(desk).run
    assert run
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        cursor.execute("update diagnosis_learnedset set guide_hash = 'older'")
        cursor.execute("set session_replication_role = origin")
    use_learned(run=run, by="wanda", at=LATER)
    assert desk.view(desk.open(LATER), LATER).priors is None


@pytest.mark.parametrize("change", ["update diagnosis_learnedprior set count = 9", "delete from diagnosis_learnedset"])
def test_the_database_refuses_to_rewrite_what_was_learned(desk: Desk, change: str) -> None:
    desk.resolved(3)
    learn(desk)
    with (
        pytest.raises((InternalError, IntegrityError), match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)


def test_queries_do_not_grow_with_contacts(desk: Desk) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            learn(desk, minimum=1000)
        return len(queries)

    desk.resolved(3)
    few = asked()
    desk.resolved(20, last=CLOSED - timedelta(days=100))
    assert Contact.objects.filter(status="closed").count() == 23
    assert asked() == few <= 4


def test_looking_at_a_contact_costs_one_query_more_once(desk: Desk) -> None:
    def asked(contact: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.view(contact, LATER)
        return len(queries)

    own = desk.open(LATER)
    desk.resolved(4)
    use(desk)
    learned = desk.open(LATER)
    plain = asked(own)
    assert asked(learned) == plain + 1
    assert asked(learned) == plain
