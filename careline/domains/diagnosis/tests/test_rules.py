"""Families of devices: phones that share their menus share their faults."""

from __future__ import annotations

import pytest

from careline.domains.diagnosis.rules import device_family


@pytest.mark.parametrize(
    ("model", "family"),
    [
        ("Aurora 5 Pro", "aurora"), ("AURORA 5", "aurora"), ("iPhone 15 Pro", "ios"), ("Apple iPhone", "ios"),
        ("Galaxy A5", "android"), ("Moto G54", "android"), ("Åska X", "åska"), ("", "unknown"), ("4711", "unknown"),
    ],
)  # fmt: skip
def test_a_model_belongs_to_the_family_of_its_system_or_its_first_word(model: str, family: str) -> None:
    assert device_family(model) == family
