"""The phone obeys its facts: what gives service, data, speed and pictures, and what every step does."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.adapters.handset import steps
from careline.adapters.handset.customer import ONLY_THEY_KNOW
from careline.adapters.handset.phone import MODES, Phone, Surroundings
from careline.adapters.handset.radio import data_works, picture_goes, search_network, speed_mbps, speed_word
from careline.adapters.handset.readings import READINGS, look
from careline.adapters.handset.steps import AT_THE_OPERATOR, ON_THE_PHONE
from careline.domains.diagnosis.vocabulary import DEVICE_READINGS, DEVICE_STEPS

HOME = Surroundings()
PERMISSIONS = st.frozensets(st.sampled_from(["sms", "storage"]))

phones = st.builds(
    Phone,
    airplane=st.booleans(),
    sim_missing=st.booleans(),
    sim_lock=st.sampled_from(["", "pin", "puk"]),
    mode=st.sampled_from(list(MODES)),
    data_on=st.booleans(),
    roaming_on=st.booleans(),
    data_saver=st.booleans(),
    vpn=st.sampled_from(["off", "good", "poor"]),
    wifi_calling=st.booleans(),
    mms_over_wifi=st.booleans(),
    access_point_sound=st.booleans(),
    mms_address=st.booleans(),
    reset_pending=st.booleans(),
    allowed=st.builds(lambda given: {"messaging": given}, PERMISSIONS),
    abroad=st.booleans(),
)
places = st.builds(Surroundings, **{f.name: st.booleans() for f in fields(Surroundings)})
settled = st.builds(search_network, phones, places)

HEALED_BY = {
    "airplane.off": ("airplane", "off"),
    "sim.reseat": ("sim", "active"),
    "mobile-data.on": ("mobile-data", "on"),
    "roaming.on": ("phone-roaming", "on"),
    "data-saver.off": ("data-saver", "off"),
    "network-mode.fastest": ("network-mode", "5g-and-4g"),
    "vpn.disconnect": ("vpn", "off"),
    "wifi-calling.off": ("wifi-calling", "off"),
    "messaging.allow-sms": ("messaging-sms", "allowed"),
    "messaging.allow-storage": ("messaging-storage", "allowed"),
}


def test_the_handset_speaks_the_whole_vocabulary_and_nothing_else() -> None:
    assert {*ON_THE_PHONE, *AT_THE_OPERATOR} == set(DEVICE_STEPS)
    assert {*READINGS, *ONLY_THEY_KNOW, "bill-clear"} == set(DEVICE_READINGS)  # whether a bill is clear is not played


@given(settled, places)
def test_a_reading_shows_only_findings_of_the_vocabulary(phone: Phone, around: Surroundings) -> None:
    for reading in READINGS:
        assert look(phone, around, reading) in {*DEVICE_READINGS[reading], None}


@given(settled, places, st.sampled_from(sorted(ON_THE_PHONE)))
def test_a_step_done_twice_is_a_step_done_once(phone: Phone, around: Surroundings, step: str) -> None:
    once = ON_THE_PHONE[step](phone, around)
    assert ON_THE_PHONE[step](once, around) == once


@given(settled, places, st.sampled_from(sorted(HEALED_BY)))
def test_a_step_shows_in_its_reading(phone: Phone, around: Surroundings, step: str) -> None:
    reading, healthy = HEALED_BY[step]
    locked = "locked" if reading == "sim" and phone.sim_lock else healthy
    assert look(ON_THE_PHONE[step](phone, around), around, reading) == locked


def test_an_unknown_reading_shows_nothing() -> None:
    assert look(Phone(), HOME, "battery") is None


@pytest.mark.parametrize(
    "broken",
    [
        {"airplane": True},
        {"sim_missing": True},
        {"sim_lock": "puk"},
        {"access_point_sound": False},
    ],
)
def test_each_of_these_takes_the_service_away(broken: dict) -> None:
    phone = search_network(replace(Phone(), **broken), HOME)
    assert (phone.connected, phone.technology, phone.signal) == (False, "none", "none")


@pytest.mark.parametrize("around", [Surroundings(line_active=False), Surroundings(sim_in_service=False)])
def test_the_operator_can_take_the_service_away(around: Surroundings) -> None:
    assert not search_network(Phone(), around).connected


@pytest.mark.parametrize(("mode", "technology"), list(MODES.items()))
def test_the_preferred_mode_decides_the_technology(mode: str, technology: str) -> None:
    phone = search_network(Phone(mode=mode), HOME)
    assert (phone.technology, phone.signal) == (technology, "good")


def test_a_missing_sim_hides_its_lock_until_it_is_reseated() -> None:
    phone = search_network(Phone(sim_missing=True, sim_lock="pin"), HOME)
    assert look(phone, HOME, "sim") == "missing"
    assert look(steps.reseat_sim(phone, HOME), HOME, "sim") == "locked"


def test_a_reset_of_the_access_points_waits_for_the_restart() -> None:
    broken = search_network(Phone(access_point_sound=False, mms_address=False), HOME)
    reset = steps.reset_access_points(broken, HOME)
    assert (look(reset, HOME, "apn"), look(reset, HOME, "mms-address"), reset.connected) == ("broken", "missing", False)
    restarted = steps.restart(reset, HOME)
    assert (look(restarted, HOME, "apn"), look(restarted, HOME, "mms-address")) == ("sound", "set")
    assert restarted.connected
    assert not restarted.reset_pending


def test_a_restart_alone_does_not_mend_the_access_points() -> None:
    assert not steps.restart(Phone(access_point_sound=False), HOME).connected


def test_a_resumed_line_is_noticed_only_by_a_search() -> None:
    off = search_network(Phone(), Surroundings(line_active=False))
    assert not steps.turn_data_saver_off(off, HOME).connected
    assert not steps.turn_airplane_off(off, HOME).connected  # it was off already: nothing happens
    assert steps.restart(off, HOME).connected


def test_airplane_mode_ends_a_vpn() -> None:
    assert steps.turn_airplane_on(Phone(vpn="poor"), HOME).vpn == "off"


@pytest.mark.parametrize(
    ("phone", "around"),
    [
        (Phone(data_on=False), HOME),
        (Phone(airplane=True), HOME),
        (Phone(connected=False, technology="none", signal="none"), HOME),
        (Phone(), Surroundings(data_left=False)),
        (Phone(abroad=True), Surroundings(roaming_allowed=True)),
        (Phone(abroad=True, roaming_on=True), Surroundings(roaming_allowed=False)),
    ],
)
def test_each_of_these_takes_mobile_data_away(phone: Phone, around: Surroundings) -> None:
    assert not data_works(phone, around)
    assert look(phone, around, "speed") == "no-connection"
    assert not picture_goes(phone, around)


def test_abroad_works_with_roaming_on_both_sides() -> None:
    assert data_works(Phone(abroad=True, roaming_on=True), Surroundings(roaming_allowed=True))


@pytest.mark.parametrize(
    ("changes", "mbps", "word"),
    [
        ({}, 220.0, "excellent"),
        ({"technology": "4g"}, 44.0, "good"),
        ({"technology": "3g"}, 2.4, "poor"),
        ({"technology": "2g"}, 0.2, "very poor"),
        ({"data_saver": True}, 44.0, "good"),
        ({"vpn": "poor"}, 22.0, "fair"),
        ({"vpn": "good"}, 220.0, "excellent"),
        ({"vpn": "poor", "data_saver": True}, 4.4, "poor"),
        ({"signal": "excellent"}, 275.0, "excellent"),
        ({"signal": "fair"}, 137.5, "excellent"),
        ({"signal": "poor"}, 55.0, "good"),
    ],
)
def test_speed_follows_technology_signal_vpn_and_saver(changes: dict, mbps: float, word: str) -> None:
    phone = replace(Phone(), **changes)
    assert speed_mbps(phone, HOME) == pytest.approx(mbps)
    assert speed_word(speed_mbps(phone, HOME)) == word
    assert look(phone, HOME, "speed") == ("excellent" if word == "excellent" else "slow")


@pytest.mark.parametrize(
    ("answers", "phone", "test", "notice"),
    [
        (None, Phone(), None, None),
        (True, Phone(), "reaches", "shows"),
        (True, Phone(data_on=False), "reaches", "missing"),
        (True, Phone(connected=False), "fails", "missing"),
        (False, Phone(), "fails", "missing"),
    ],
)
def test_voicemail_answers_and_its_notice_comes_over_data(
    answers: bool | None, phone: Phone, test: str | None, notice: str | None
) -> None:
    around = Surroundings(voicemail_answers=answers)
    assert (look(phone, around, "voicemail-test"), look(phone, around, "voicemail-notice")) == (test, notice)


@pytest.mark.parametrize(
    ("changes", "goes"),
    [
        ({}, True),
        ({"technology": "3g"}, True),
        ({"technology": "2g"}, False),
        ({"mms_address": False}, False),
        ({"wifi_calling": True}, True),
        ({"wifi_calling": True, "mms_over_wifi": True}, False),
        ({"mms_over_wifi": True}, True),
        ({"allowed": {"messaging": frozenset({"sms"})}}, False),
        ({"allowed": {"messaging": frozenset({"storage"})}}, False),
        ({"allowed": {}}, False),
        ({"data_saver": True, "vpn": "poor"}, True),
    ],
)
def test_a_picture_needs_its_way(changes: dict, goes: bool) -> None:
    assert picture_goes(replace(Phone(), **changes), HOME) is goes
