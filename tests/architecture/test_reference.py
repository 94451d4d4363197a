"""The reference pages are made from the program; a setting or command that is not in them does not exist."""

from __future__ import annotations

import re

from careline.interfaces.cli import reference
from careline.platform.environment import SETTINGS
from tests.architecture.code import ROOT, files


def test_the_pages_are_fresh() -> None:
    stale = [name for name, text in reference.pages().items() if (ROOT / "docs/reference" / name).read_text() != text]
    assert stale == [], "run `careline reference`"


def test_no_setting_is_read_that_is_not_declared() -> None:
    declared = {one.name for one in SETTINGS}
    # said by one process to another, never by people
    between_processes = {
        "CARELINE_SERVING",
        "CARELINE_SUPERVISOR_PIPE",
        "CARELINE_TEST_DATA",
        "CARELINE_TEST_DATA_OWNER",
    }
    read = {name for path in files() for name in re.findall(r"\bCARELINE_[A-Z_]+\b", path.read_text())}
    assert read - declared - between_processes == set()


def test_every_setting_and_command_has_words() -> None:
    from careline.interfaces.cli.main import commands

    assert all(len(one.meaning) > 10 for one in SETTINGS)
    assert all(len(module.HELP) > 10 for module in commands().values())
