"""What the pages name is there: links, files, functions, commands, options, make targets, pictures."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from careline.interfaces.cli.main import commands as known_commands
from careline.interfaces.cli.main import make_parser
from tests.docs.pages import ROOT, anchors, blocks, codes, commands, links, name, pages, prose

every_page = pytest.mark.parametrize("page", pages(), ids=name)

# what a page shows how to make, and what lies in a data folder or in files of the reader's own
MADE_UP = {
    "content/guides/TRV-90-back-from-a-journey.md",
    "content/policies/roaming/enable-roaming.2027-01-01.md",
    "enable-roaming.2027-01-01.md",
    "add-data.2027-01-01.md",
    "operator.toml",
    "careline/domains/",
}
WRITTEN_AS = re.compile(r"^[\w.\-/*]+\.(py|md|yaml|yml|toml|csv|svg|jinja|ini|txt)$|^[\w.\-]+/[\w.\-/]*$|^\.\w+$")


@cache
def file_names() -> frozenset[str]:
    folders = ("careline", "content", "docs", "tests", "bench", "examples")
    return frozenset(file.name for folder in folders for file in (ROOT / folder).rglob("*") if file.is_file())


def is_there(token: str, page: Path) -> bool:
    """A path from the root, from the program, or from the page; a bare file name anywhere."""
    if "*" in token:
        return any(True for base in (ROOT, ROOT / "careline") for _ in base.glob(f"**/{token}"))
    if any((base / token).exists() for base in (ROOT, ROOT / "careline", page.parent)):
        return True
    return "/" not in token and token in file_names()


def names_a_file(token: str) -> bool:
    """Folders count only where they begin in this repository: `run/` may be one in the data folder."""
    if token in MADE_UP or token.startswith("/") or not WRITTEN_AS.match(token):
        return False
    if re.search(r"\.\w{2,5}$", token) and not token.startswith("."):
        return not token.endswith((".csv", ".toml")) or token.startswith("careline")
    first = token.split("/")[0]
    return token.startswith(".import") or (ROOT / first).is_dir() or (ROOT / "careline" / first).is_dir()


def dead_links(page: Path) -> list[str]:
    dead = []
    for image, target in links(page):
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        if not image and (not goal.exists() or (anchor and goal.suffix == ".md" and anchor not in anchors(goal))):
            dead.append(target)
    return dead


def untaken_pictures(page: Path) -> list[str]:
    """A picture that no browser test takes would show yesterday's desk for ever."""
    taken = "".join(file.read_text() for file in (ROOT / "tests" / "browser").glob("*.py"))
    wrong = []
    for image, target in links(page):
        stem = re.sub(r"-(light|dark)(-narrow)?$", "", Path(target).stem)
        if image and (f'"{stem}"' not in taken or not (page.parent / target).exists()):
            wrong.append(target)
    return wrong


def missing_files(page: Path) -> list[str]:
    return [token for token in codes(page) if names_a_file(token) and not is_there(token, page)]


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    assert dead_links(page) == []


@every_page
def test_pictures_are_taken_by_the_browser_tests(page: Path) -> None:
    assert untaken_pictures(page) == []


@every_page
def test_files_that_are_named_exist(page: Path) -> None:
    assert missing_files(page) == []


def test_what_is_not_there_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading, with a comma\n"
        "[fine](#a-heading-with-a-comma) [gone](gone.md) [nowhere](#nowhere) ![old](old-light.png)\n"
        "`careline/kernel/money.py` `kernel/money.py` `money.py` `careline/kernel/gone.py` `gone.py` `docs/gone/`\n"
        "```sh\n# [in a block](is-code.md) `gone.py`\n```\n"
    )
    assert dead_links(page) == ["gone.md", "#nowhere"]
    assert untaken_pictures(page) == ["old-light.png"]
    assert missing_files(page) == ["careline/kernel/gone.py", "gone.py", "docs/gone/"]


@cache
def words_of_the_program() -> frozenset[str]:
    sources = [*(ROOT / "careline").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bench").rglob("*.py")]
    found = (ROOT / "Makefile").read_text() + (ROOT / "pyproject.toml").read_text()
    return frozenset(
        re.findall(r"\w+", found + "".join(file.read_text() for file in sources if "docs" not in str(file)))
    )


def names_in_code(token: str) -> list[str]:
    """The names of a token such as `Acting.decision`, `take_act` or `MOST_CLUES`; other words are prose."""
    token = re.sub(r"\(.*\)$", "", token)
    is_name = re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", token) and re.search(r"_|[a-z][A-Z]|\.", token)
    return token.split(".") if is_name and not names_a_file(token) and token not in MADE_UP else []


@pytest.mark.parametrize(
    "page", [ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs/explanation").glob("*.md"))], ids=name
)
def test_names_of_the_program_are_its_names(page: Path) -> None:
    named = {word for token in codes(page) for word in names_in_code(token)}
    acts = set(re.findall(r"\w+", (ROOT / "docs/reference/vocabulary.md").read_text()))
    assert sorted(named - words_of_the_program() - acts) == []


# --- commands -------------------------------------------------------------------------------------------------------


@cache
def parser() -> argparse.ArgumentParser:
    return make_parser(known_commands())


def inside(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """The commands below one."""
    found = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(found[0].choices) if found else {}


def what_is_wrong(words: list[str]) -> str:
    """Why a call of careline could not be made; empty when it could."""
    at, rest = parser(), words
    while below := inside(at):
        if not rest:
            return "" if at is not parser() else "no command"
        if rest[0] not in below:
            return f"no command {rest[0]}"
        at, rest = below[rest[0]], rest[1:]
    options = {option for action in at._actions for option in action.option_strings}
    unknown = [word for word in rest if word.startswith("-") and word.split("=")[0] not in options]
    choices = next(
        (tuple(action.choices) for action in at._actions if action.choices and not action.option_strings), ()
    )
    if choices and rest and rest[0] not in choices:
        return f"{rest[0]} is none of {', '.join(map(str, choices))}"
    return f"no option {unknown[0]}" if unknown else ""


@every_page
def test_commands_can_be_given(page: Path) -> None:
    """`outages` is the command that a page shows how to add."""
    calls = [words for words in commands(page, "careline") if words[0] != "outages"]
    wrong = {" ".join(words): what_is_wrong(words) for words in calls}
    assert {call: why for call, why in wrong.items() if why} == {}


@pytest.mark.parametrize("call", ["fly", "guide fly", "run --fly", "journal fly", "replay x --fly=1"])
def test_a_command_that_is_not_there_is_noticed(call: str) -> None:
    assert what_is_wrong(call.split())


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.M))


@every_page
def test_make_has_what_is_asked_of_it(page: Path) -> None:
    asked = {word for words in commands(page, "make") for word in words if "=" not in word and not word.startswith("-")}
    assert asked - make_targets() == set()


def test_the_readme_starts_with_two_commands() -> None:
    asked = [words[0] for words in commands(ROOT / "README.md", "make") if words]
    shown = re.findall(r"^make (\w+)", blocks(ROOT / "README.md"), re.M)
    assert shown == ["run", "test"]
    assert set(shown) <= make_targets()
    assert {"check", "bench"} <= set(asked)


def test_the_readme_signs_in_with_the_demo_password() -> None:
    from careline.interfaces.cli.demo import SIGN_IN

    readme = prose(ROOT / "README.md")
    assert any(f"`{user}` (an {role}) with the password `{password}`" in readme for user, password, role in SIGN_IN)


# --- what belongs together ------------------------------------------------------------------------------------------


def test_every_page_of_the_documentation_can_be_reached_from_the_readme() -> None:
    seen, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        seen.add(page)
        targets = [(page.parent / target.partition("#")[0]).resolve() for image, target in links(page) if not image]
        waiting += [goal for goal in targets if goal.suffix == ".md" and goal.exists() and goal not in seen]
    assert [name(page) for page in (ROOT / "docs").rglob("*.md") if page not in seen] == []


def test_decisions_are_indexed_under_their_titles() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    records = [file for file in folder.glob("*.md") if file.name != "README.md"]
    assert len(records) > 5
    title: Callable[[Path], str] = lambda file: file.read_text().splitlines()[0].removeprefix("# ")  # noqa: E731
    assert [file.name for file in records if f"[{title(file)}]({file.name})" not in index] == []


def layers() -> list[str]:
    """The storeys as the linter has them, in short names: "ledger | lines"."""
    rules = (ROOT / ".importlinter").read_text()
    block = re.search(r"^layers =\n((?: +.+\n)+)", rules, re.M)
    assert block, "the order of the rooms was not found"
    return [re.sub(r"careline\.(?:\w+\.)*", "", line.strip()) for line in block[1].splitlines()]


def picture() -> str:
    """The picture of the storeys, with the folders' names taken off."""
    return re.sub(r"\b(interfaces|domains|journeys|adapters)/ ", r"\1 ", blocks(ROOT / "ARCHITECTURE.md"))


def test_the_picture_of_the_storeys_is_the_one_that_the_linter_keeps() -> None:
    drawn, at = picture(), 0
    for layer in layers():
        found = re.compile(rf"^ +(?:(?:interfaces|domains) +)?{re.escape(layer)}(?: |$)", re.M).search(drawn, at)
        assert found, f"{layer} is not in the picture, or not in its place"
        at = found.end()


def test_rooms_in_brackets_do_not_exist_and_all_others_do() -> None:
    exists = {path.name for path in (ROOT / "careline").glob("*/*") if path.is_dir()}
    exists |= {path.name for path in (ROOT / "careline").iterdir() if path.is_dir()}
    rooms = [room.strip() for layer in layers() for room in layer.split("|")]
    assert [room for room in rooms if room.startswith("(") == (room.strip("()") in exists)] == []
