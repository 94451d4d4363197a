"""`careline expert`, as a person runs it."""

from __future__ import annotations

import io

import pytest

from careline.domains.team.api import expert_of
from careline.interfaces.cli import main
from careline.platform.api import User, verify

pytestmark = pytest.mark.django_db


def add(monkeypatch: pytest.MonkeyPatch, password: str, *words: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    return main.main(["expert", "mia", *words])


def test_the_first_expert_of_an_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    assert add(monkeypatch, "correct horse battery", "--name", "Mia Berg", "--role", "team lead") == 0
    mia = User.objects.get(username="mia")
    assert mia.check_password("correct horse battery")
    expert = expert_of(mia.pk)
    assert expert is not None
    assert (expert.name, str(expert.role)) == ("Mia Berg", "team lead")
    assert verify().lines == 1, "the journal says so"


def test_a_weak_password_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(monkeypatch, "short") == 2
    assert "12 characters" in capsys.readouterr().err
    assert not User.objects.exists()
