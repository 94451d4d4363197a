"""Users: one name, one person, however it is typed."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError

pytestmark = pytest.mark.django_db


def test_a_name_belongs_to_one_person_however_it_is_capitalised() -> None:
    people = get_user_model().objects
    people.create_user("mia", "correct horse battery")
    with pytest.raises(IntegrityError):
        people.create_user("Mia", "another one entirely")


def test_a_name_is_found_however_it_is_capitalised() -> None:
    made = get_user_model().objects.create_user("mia", "correct horse battery")
    assert get_user_model().objects.get_by_natural_key("MIA") == made


def test_the_password_is_not_stored() -> None:
    made = get_user_model().objects.create_user("mia", "correct horse battery")
    assert "correct horse" not in made.password
    assert made.check_password("correct horse battery")


@pytest.mark.django_db(transaction=True)
def test_with_real_transactions() -> None:
    get_user_model().objects.create_user("mia")
    assert get_user_model().objects.count() == 1
