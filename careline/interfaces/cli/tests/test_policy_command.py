"""`careline policy`, as a person runs it."""

from __future__ import annotations

from pathlib import Path

import pytest

from careline.interfaces.cli import main

CONTENT = Path(__file__).parents[4] / "content"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")


def test_check_finds_the_content_sound(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["policy", "check", "--content", str(CONTENT)]) == 0
    assert "5 policies" in (said := capsys.readouterr().out)
    assert "no problems" in said


def test_check_tells_a_mistake_with_file_and_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("policies/roaming/enable-roaming.md", "rates/authority.yaml"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(
            (CONTENT / name).read_text("utf-8").replace("abroad is yes", "abroad is far"), "utf-8"
        )
    assert main.main(["policy", "check", "--content", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "policies/roaming/enable-roaming.md:33: customer.abroad is yes or no, not 'far'" in said


def test_show_prints_the_text_that_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["policy", "show", "data/add-data", "--on", "2025-02-25"]) == 0
    said = capsys.readouterr().out
    assert "Add data to a line" in said
    assert "Refused when all added data together is more than 2 GB" in said
    assert "#with-consent" in said


def test_show_names_the_policies_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["policy", "show", "data/sell-data"]) == 2
    assert "There are: contact/hand-over, data/add-data" in capsys.readouterr().out


def test_decide_gives_words_clause_and_trace(capsys: pytest.CaptureFixture[str]) -> None:
    facts = ["line.status=active", "line.roaming_enabled=no", "customer.abroad=yes"]
    assert main.main(["policy", "decide", "roaming.enable", *facts]) == 0
    said = capsys.readouterr().out
    assert "grant by roaming/enable-roaming#abroad" in said
    assert "that costs you nothing" in said
    assert "not so: roaming is enabled on the line: yes (it is no)" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["credit.give"], "Unknown act credit.give"),
        (["roaming.enable", "abroad"], "'abroad' is not fact=value"),
        (["roaming.enable", "data.used_gb=1"], "roaming.enable knows line.status"),
        (["roaming.enable", "customer.abroad=far"], "customer.abroad is yes or no, not 'far'"),
    ],
)
def test_decide_says_what_it_does_not_understand(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.main(["policy", "decide", *words]) == 2
    assert told in capsys.readouterr().out
