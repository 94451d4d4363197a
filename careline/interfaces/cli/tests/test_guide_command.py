"""`careline guide`, and docs/how-to/add-a-guide.md performed as it is written."""

from __future__ import annotations

import re
import shlex
import shutil
import textwrap
from pathlib import Path

import pytest

from careline.interfaces.cli import main
from careline.interfaces.cli.guide_words import vocabulary_page

ROOT = Path(__file__).parents[4]
HOW_TO = ROOT / "docs" / "how-to" / "add-a-guide.md"
CONTENT = ROOT / "content"


def _blocks(kind: str) -> list[str]:
    found = re.findall(rf"^   ```{kind}\n(.*?)^   ```$", HOW_TO.read_text(encoding="utf-8"), flags=re.M | re.S)
    return [textwrap.dedent(block) for block in found]


def _run(line: str, content: Path) -> int:
    program, *words = shlex.split(line)
    assert program == "careline"
    return main.main([*words, "--content", str(content)])


def test_a_guide_is_added_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(CONTENT / "guides", tmp_path / "content" / "guides")
    name = re.search(r"Write `content/guides/([\w.-]+)`", HOW_TO.read_text(encoding="utf-8"))
    (new,), (read_back, ask) = _blocks("markdown"), _blocks("sh")
    assert name is not None
    (tmp_path / "content" / "guides" / name[1]).write_text(new, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    said = {}
    for line in [*read_back.splitlines(), *ask.splitlines()]:
        assert _run(line, tmp_path / "content") == 0, line
        said[line] = capsys.readouterr().out

    assert "0 mistakes found" in said["careline guide check"]
    assert re.search(r"TRV-90\s+No internet", said["careline guide list"])
    one, all_done = (said[line] for line in ask.splitlines()[:2])
    assert "Switch mobile data on again" in one.splitlines()[0]
    assert all_done.startswith("Solved")
    assert (tmp_path / "TRV-90.svg").read_text().startswith("<svg")


def test_check_tells_each_mistake_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "guides").mkdir()
    (new,) = _blocks("markdown")
    (tmp_path / "guides" / "one.md").write_text(new.replace("steps: mobile-data.on", "steps: wave"), encoding="utf-8")
    assert _run("careline guide check", tmp_path) == 1
    said = capsys.readouterr().out
    line = new[: new.index("- steps:")].count("\n") + 1
    assert f"one.md:{line}: unknown device step `wave`: use one of airplane.off" in said
    assert "0 guides can be used, 1 mistakes found" in said
    assert _run("careline guide list", tmp_path) == 0
    assert "1 mistake in guides that are not used" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("careline guide draw NET-99", "There is no guide NET-99 that can be used. There are: BILL-01"),
        ("careline guide think NET-01 sun=up", "NET-01 has no reading 'sun'"),
        ("careline guide think NET-01 airplane=perhaps", "airplane is off, on or unknown, not 'perhaps'"),
        ("careline guide think NET-01 hope:done", "'hope:done' is neither reading=finding nor remedy:done"),
        (
            "careline guide think NET-01 airplane-mode-off:maybe",
            "comes out done, cannot, refused or denied, not 'maybe'",
        ),
    ],
)
def test_what_is_not_understood_is_told(words: str, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(words, CONTENT) == 2
    assert told in " ".join(capsys.readouterr().out.split())


def test_draw_prints_the_picture_where_no_file_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("careline guide draw msg-02", CONTENT) == 0
    assert capsys.readouterr().out.startswith("<svg")


def test_think_shows_words_beliefs_and_what_answers_lead_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("careline guide think NET-01 suspension=contract-ended", CONTENT) == 0
    said = capsys.readouterr().out
    assert "Hand over: An ended contract goes to the contracts team (contract-choices)" in " ".join(said.split())
    assert "The contract of this line has ended (contract-ended)" in said
    assert _run("careline guide think BILL-01 bill-usage=found", CONTENT) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Say: There was use that the plan does not cover." in said
    assert "if the answer is" in said


def test_the_page_of_words_is_fresh() -> None:
    page = (ROOT / "docs" / "reference" / "vocabulary.md").read_text(encoding="utf-8")
    assert page == vocabulary_page(), "run `careline reference`"
