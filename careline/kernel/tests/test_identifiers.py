"""The published test vectors, and the promise that one wrong digit is always found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from careline.kernel import identifiers as ids


@pytest.mark.parametrize("imei", ["490154203237518", "350000000000006", "49-015420-323751-8"])
def test_sound_imei(imei: str) -> None:
    assert ids.check_imei(imei).ok


def test_imei_with_a_wrong_check_digit_is_named() -> None:
    assert "wrong check digit" in ids.check_imei("490154203237519").problem


def test_imeisv_has_no_check_digit() -> None:
    assert ids.check_imei("4901542032375101").ok


@pytest.mark.parametrize("iccid", ["8901260000000000006", "89019990000000000006", "8901 2600 0000 0000 006F"])
def test_sound_iccid(iccid: str) -> None:
    assert ids.check_iccid(iccid).ok


def test_iccid_without_check_digit_is_offered_one_and_not_changed() -> None:
    checked = ids.check_iccid("890126000000000000")
    assert (checked.value, checked.offer) == ("890126000000000000", "8901260000000000006")
    assert "missing" in checked.problem


def test_nineteen_digits_may_lack_the_check_digit_of_twenty() -> None:
    checked = ids.check_iccid("8901999000000000000")
    assert not checked.ok
    assert checked.offer == "89019990000000000006"


@pytest.mark.parametrize("eid", ["89034011560010000000000000000121", "89044011112233441122334411223321"])
def test_sound_eid(eid: str) -> None:
    assert ids.check_eid(eid).ok
    assert ids.eid_check_digits(eid[:30]) == eid[30:]


def test_eid_need_not_start_with_89() -> None:
    body = "12" + "0" * 28
    assert ids.check_eid(body + ids.eid_check_digits(body)).ok


def test_aba() -> None:
    assert ids.check_aba("021000021").ok
    assert not ids.check_aba("021000022").ok
    assert not ids.check_aba("000000000").ok


@pytest.mark.parametrize("number", ["+12915551234", "+12349115678", "+11232345678", "+13705551234", "+19635551234"])
def test_numbers_outside_the_numbering_plan(number: str) -> None:
    assert not ids.check_msisdn(number).ok


@pytest.mark.parametrize("written", ["(212) 555-0123", "1 212 555 0123", "+1.212.555.0123", "0012125550123"])
def test_a_number_in_any_punctuation(written: str) -> None:
    assert ids.check_msisdn(written) == ids.Checked("+12125550123")
    assert ids.is_fictional(ids.e164(written))


def test_an_operators_own_format_is_kept_and_named() -> None:
    checked = ids.check_msisdn("555-123-2002")
    assert checked.value == "+15551232002"
    assert not checked.ok
    assert "555" in ids.check_msisdn("555-223-2002").problem
    assert ids.check_msisdn("123-2002").value == "1232002"
    assert not ids.check_msisdn("123-2002").ok


def test_numbers_of_other_countries() -> None:
    assert ids.check_msisdn("+44 20 7946 0123").ok
    assert not ids.check_msisdn("+1234567890123456").ok


def test_service_exchange_is_fine_in_toll_free_codes() -> None:
    assert ids.check_msisdn("+18009115678").ok
    assert not ids.is_geographic("+18009115678")


def test_imsi() -> None:
    assert ids.check_imsi("310150123456789").ok
    assert ids.check_imsi("001010123456789").ok
    assert not ids.check_imsi("3101501234567890").ok
    assert not ids.check_imsi("910150123456789").ok


digit_strings = st.text("0123456789", min_size=14, max_size=14)


def changed(number: str, place: int, by: int) -> str:
    place %= len(number)
    return number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]


@given(digit_strings, st.integers(0, 31), st.integers(1, 9))
def test_any_changed_digit_of_an_imei_is_found(body: str, place: int, by: int) -> None:
    imei = body + ids.luhn_digit(body)
    assert ids.check_imei(imei).ok
    assert not ids.check_imei(changed(imei, place, by)).ok


@given(st.text("0123456789", min_size=30, max_size=30), st.integers(0, 31), st.integers(1, 9))
def test_any_changed_digit_of_an_eid_is_found(body: str, place: int, by: int) -> None:
    eid = body + ids.eid_check_digits(body)
    assert ids.check_eid(eid).ok
    assert not ids.check_eid(changed(eid, place, by)).ok


@given(st.text("0123456789", min_size=16, max_size=17), st.integers(0, 31), st.integers(1, 9))
def test_any_changed_digit_of_a_sim_number_is_found(tail: str, place: int, by: int) -> None:
    iccid = "89" + tail + ids.luhn_digit("89" + tail)
    assert ids.check_iccid(iccid).ok
    assert not ids.check_iccid(changed(iccid, place, by)).ok


@given(st.text(max_size=40))
def test_no_text_makes_a_check_crash(text: str) -> None:
    checks = (ids.check_msisdn, ids.check_imsi, ids.check_iccid, ids.check_imei, ids.check_eid, ids.check_aba)
    assert all(isinstance(check(text), ids.Checked) for check in checks)
