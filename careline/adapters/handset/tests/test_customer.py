"""Simulated customers: what they tell, what they do, how their temperaments differ, and that a seed decides it all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from careline.adapters.handset.customer import QuietOutside, SimulatedCustomer
from careline.adapters.handset.phone import Phone, Surroundings
from careline.adapters.handset.temperaments import TEMPERAMENTS, Temperament, temperament
from careline.adapters.handset.wishes import Wishes, wishes
from careline.domains.diagnosis.ports import CustomerLeft, Instruction, Offer, Opening, Question
from careline.domains.diagnosis.vocabulary import DEVICE_READINGS
from careline.kernel.money import Money

ROAMING_ON = Instruction("roaming", "Please turn roaming on", ("roaming.on",), help="Settings, Network, Roaming")
PAY = Instruction("pay", "Please pay", ("payment.pay",))


def customer(kind: str = "truthful", seed: int = 0, phone: Phone = Phone(), **more) -> SimulatedCustomer:  # noqa: B008
    return SimulatedCustomer(
        Opening("It does not work."), phone, QuietOutside(), temperament=temperament(kind), seed=str(seed), **more
    )


def question(*readings: str, words: str = "What do you see?") -> Question:
    return Question("look", words, {r: {f: f for f in DEVICE_READINGS[r]} for r in readings}, help="slowly")


def test_a_truthful_customer_tells_what_the_phone_shows_and_does_what_is_asked() -> None:
    who = customer(phone=Phone(data_saver=True))
    assert who.ask(question("data-saver", "sim")) == {"data-saver": "on", "sim": "active"}
    assert who.do(Instruction("saver", "Please", ("data-saver.off",))) == "done"
    assert who.ask(question("data-saver")) == {"data-saver": "off"}
    assert who.steps == 3


def test_words_cost_nothing_and_asks_instructions_and_offers_cost_one_step() -> None:
    who = customer()
    who.say("One moment, please.")
    who.consent(Offer("roaming", "May I switch roaming on, free of charge?"))
    assert who.steps == 1
    assert any("One moment" in line for line in who.diary)


def test_what_a_customer_cannot_see_is_unknown() -> None:
    odd = Question("odd", "?", {"stars": {"many": "many"}, "sim": {"gone": "gone"}})
    assert customer().ask(odd) == {"stars": "unknown", "sim": "unknown"}


def test_an_unknown_step_cannot_be_done_and_the_others_are() -> None:
    who = customer()
    assert who.do(Instruction("x", "Please", ("antenna.bend", "roaming.on"))) == "cannot"
    assert who.phone.roaming_on


def test_where_they_are_is_only_told_when_asked() -> None:
    who = customer(phone=Phone(abroad=True))
    assert "abroad" not in who.opening().words
    assert who.ask(question("abroad")) == {"abroad": "yes"}


def test_a_bill_is_paid_only_by_who_would_pay_it() -> None:
    unwilling, willing = customer(), customer(wishes=Wishes(pays_bills=True))
    assert unwilling.do(PAY) == "refused"
    assert willing.do(PAY) == "done"
    assert (unwilling.outside.happened, willing.outside.happened) == ([], ["payment.pay"])


def test_a_customer_knows_whether_they_paid() -> None:
    who = customer(wishes=Wishes(pays_bills=True))
    assert who.ask(question("paid-already")) == {"paid-already": "no"}
    who.do(PAY)
    assert who.ask(question("paid-already")) == {"paid-already": "yes"}


def test_one_who_skips_says_done_and_did_nothing() -> None:
    who = customer("skips:100%")
    assert who.do(ROAMING_ON) == "done"
    assert not who.phone.roaming_on
    assert "did nothing" in who.diary[-1]


def test_one_who_skips_a_tenth_does_so_about_every_tenth_time() -> None:
    skipped = 0
    for seed in range(600):
        who = customer("skips", seed)
        who.do(ROAMING_ON)
        skipped += not who.phone.roaming_on
    assert 35 <= skipped <= 90  # 60 expected; five standard deviations are 37


def test_one_who_forgets_does_it_when_asked_again() -> None:
    who = customer("forgets:100%")
    assert who.do(ROAMING_ON) == "done"
    assert not who.phone.roaming_on
    assert who.do(ROAMING_ON) == "done"
    assert who.phone.roaming_on


def test_one_who_forgets_may_remember_later() -> None:
    who = customer("forgets:100%")
    who.do(ROAMING_ON)
    for _ in range(40):
        who.ask(question("sim"))
    assert who.phone.roaming_on
    assert any("now does what was put off: roaming.on" in line for line in who.diary)


def test_one_who_cannot_find_it_finds_it_with_slower_words() -> None:
    who = customer("cannot-find:100%", phone=Phone(data_saver=True))
    assert who.do(ROAMING_ON) == "cannot"
    assert not who.phone.roaming_on
    assert who.do(ROAMING_ON) == "done"
    assert who.phone.roaming_on
    assert who.ask(question("data-saver")) == {"data-saver": "unknown"}
    assert who.ask(question("data-saver")) == {"data-saver": "on"}


def test_without_slower_words_it_takes_one_more_try() -> None:
    who, plain = customer("cannot-find:100%"), Instruction("roaming", "Please", ("roaming.on",))
    assert [who.do(plain) for _ in range(3)] == ["cannot", "cannot", "done"]


def test_an_impatient_customer_puts_long_checks_off_and_leaves_in_the_end() -> None:
    who = customer("impatient:4")
    long = question("sim", "service", "airplane", "apn", "vpn")
    assert set(who.ask(long).values()) == {"unknown"}
    assert "unknown" not in who.ask(long).values()
    wordy = Question("travel", "word " * 60, {"abroad": {"no": "no", "yes": "yes"}})
    assert who.ask(wordy) == {"abroad": "unknown"}
    who.do(ROAMING_ON)
    with pytest.raises(CustomerLeft, match="4 steps"):
        who.ask(question("sim"))


def test_the_seed_decides_everything() -> None:
    def played(kind: str, seed: int) -> list[str]:
        who = customer(kind, seed)
        for _ in range(30):
            who.do(ROAMING_ON)
            who.ask(question("sim"))
        return who.diary

    for kind in TEMPERAMENTS:
        assert played(kind, 3) == played(kind, 3)
    assert played("skips:0.5", 3) != played("skips:0.5", 4)


def test_temperaments_are_read_as_typed() -> None:
    assert temperament("truthful") == Temperament("truthful")
    assert temperament("skips") == Temperament("skips", 0.10)
    assert temperament(" Skips:20% ") == Temperament("skips", 0.20)
    assert temperament("cannot_find:0.5") == Temperament("cannot-find", 0.5)
    assert temperament("impatient").patience == 60
    assert temperament("impatient:25").patience == 25


@pytest.mark.parametrize("text", ["", "angry", "skips:often", "skips:1.5", "skips:-1", "impatient:soon", "impatient:0"])
def test_an_unreadable_temperament_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"no customer|not a rate|not between|not a number"):
        temperament(text)


def test_wishes_are_read_from_the_case() -> None:
    assert wishes("You are willing to refuel 2.0 GB of data if necessary.") == Wishes(Decimal("2.0"), False)
    assert wishes("If the agent asks you to pay a bill, you accept.") == Wishes(None, True)
    assert wishes("You do not want to change your plan.") == Wishes()


TWO = Money.of(2)


@pytest.mark.parametrize(
    ("wish", "offer", "agreed", "quantity"),
    [
        (Wishes(Decimal("2.0")), Offer("d", "Up to 2 GB at 2.00", TWO, Decimal(2)), True, Decimal("2.0")),
        (Wishes(Decimal("2.0")), Offer("d", "Up to 1.5 GB", TWO, Decimal("1.5")), True, Decimal("1.5")),
        (Wishes(Decimal(3)), Offer("d", "More data?", TWO), True, Decimal(3)),
        (Wishes(), Offer("d", "Up to 2 GB", TWO, Decimal(2)), False, None),
        (Wishes(), Offer("r", "I can switch roaming on; you pay nothing for it"), True, None),
        (Wishes(), Offer("p", "May I send a payment request for your overdue bill?", Money.of(65)), False, None),
        (Wishes(pays_bills=True), Offer("p", "A payment request for 65.00?", Money.of(65)), True, None),
        (Wishes(Decimal(2), True), Offer("c", "The plan Large for 55.00 a month?", Money.of(55)), False, None),
    ],
)
def test_offers_are_answered_by_what_the_customer_wants(
    wish: Wishes, offer: Offer, agreed: bool, quantity: Decimal | None
) -> None:
    answer = wish.answer(offer)
    assert (answer.agreed, answer.quantity) == (agreed, quantity)


def test_surroundings_come_from_outside_at_every_look() -> None:
    who = customer()
    who.outside = QuietOutside(Surroundings(data_left=False))
    assert who.ask(question("speed")) == {"speed": "no-connection"}
