"""Performs docs/how-to/add-a-command.md: one file, and the command is there."""

from __future__ import annotations

import re
import textwrap
from datetime import UTC, datetime
from pathlib import Path

import pytest

import careline.interfaces.cli as package
from careline.domains.lines.api import open_outage
from careline.domains.lines.values import OutageKind
from careline.interfaces.cli.main import commands, main
from tests.docs.pages import ROOT, blocks

PAGE = ROOT / "docs" / "how-to" / "add-a-command.md"
AT = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the page, in a folder that the package reaches into for this test."""
    page = textwrap.dedent(blocks(PAGE))
    program = page[: re.search(r"^careline ", page, re.M).start()]  # type: ignore[union-attr]
    (tmp_path / "outages.py").write_text(program)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])


@pytest.mark.django_db
@pytest.mark.usefixtures("written")
def test_the_command_is_there_and_does_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    assert commands()["outages"].HELP == "list the outages that are open now, newest first"
    assert main(["outages"]) == 0
    for says in ("A mast is down.", "A fibre was cut."):
        open_outage(
            area_id=None, kind=OutageKind.ACCESS, says=says, opened_at=AT, expected_end=None, by="test", at=AT
        )  # fmt: skip
    assert main(["outages", "--most", "1"]) == 1
    assert capsys.readouterr().out.count("everywhere: A ") == 1
