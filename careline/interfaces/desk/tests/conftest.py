"""A small demo operator, and an expert who is signed in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client

from careline.journeys.load_operator.api import make_demo
from careline.platform.api import User

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def operator(db: None) -> None:
    make_demo(count=20, seed=7, at=NOON)


@pytest.fixture
def theo(operator: None) -> Client:
    """A browser in which Theo, an expert, is signed in."""
    client = Client()
    client.force_login(User.objects.get(username="theo"))
    return client
