"""The order of the rooms is law: the linter passes on the program and fails on every way to break the order."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.code import PROGRAM, ROOT, files, place, room, tree

RULES = ROOT / ".importlinter"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the linter on the program in a folder."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run([*command, "--no-cache"], cwd=folder, capture_output=True, text=True)


def test_the_order_holds() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(PROGRAM, folder / "careline", ignore=shutil.ignore_patterns("__pycache__", "static", "tests"))
    shutil.copy(RULES, folder)
    return folder


@pytest.mark.parametrize(
    ("upward", "line"),
    [
        ("kernel/money.py", "import careline.platform.journal"),
        ("kernel/money.py", "import django"),
        ("guidebook/values.py", "import careline.policybook.values"),
        ("policybook/values.py", "from django.db import models"),
        ("platform/journal.py", "import careline.domains.customers.values"),
        ("domains/ledger/values.py", "import careline.domains.lines.values"),
        ("domains/customers/values.py", "import careline.domains.contacts.values"),
        ("domains/ledger/values.py", "import django.db"),
        ("domains/contacts/values.py", "import careline.journeys"),
        ("journeys/__init__.py", "import careline.interfaces.desk.apps"),
        ("journeys/resolve_contact/__init__.py", "import careline.adapters.memory_records"),
        ("interfaces/desk/apps.py", "import careline.interfaces.cli.main"),
        ("interfaces/cli/main.py", "import careline.project.urls"),
    ],
)
def test_a_deliberate_break_is_caught(copy: Path, upward: str, line: str) -> None:
    broken = copy / "careline" / upward
    sound = broken.read_text()
    broken.write_text(f"{sound}\n{line}\n")
    try:
        done = lint(copy)
    finally:
        broken.write_text(sound)
    assert done.returncode == 1, f"nobody noticed {line!r} in {upward}: {done.stdout}{done.stderr}"
    assert "BROKEN" in done.stdout


def test_every_room_has_its_place_in_the_order() -> None:
    rules = RULES.read_text()
    domains = [path.name for path in (PROGRAM / "domains").iterdir() if (path / "__init__.py").exists()]
    windows = [path.name for path in (PROGRAM / "interfaces").iterdir() if (path / "__init__.py").exists()]
    missing = [name for name in domains if f"careline.domains.{name}" not in rules]
    missing += [name for name in windows if f"careline.interfaces.{name}" not in rules]
    assert missing == []


# what a domain shows besides its door: contracts that outside systems and the windows are made of
_ALSO_OPEN = {("diagnosis", "ports"), ("diagnosis", "vocabulary")}


def test_a_domain_is_entered_by_its_door() -> None:
    entered = []
    for path in files():
        for node in ast.walk(tree(path)):
            for name in _imported(node):
                parts = name.split(".")
                if parts[:2] != ["careline", "domains"] or len(parts) < 4:
                    continue
                own = room(path)[:2] == ("domains", parts[2])
                # a foreign key needs the table it points to
                a_key = path.name == parts[3] + ".py" == "models.py"
                if (
                    not own
                    and not a_key
                    and parts[3] not in {"api", "values"}
                    and (parts[2], parts[3]) not in _ALSO_OPEN
                ):
                    entered.append(f"{place(path, node)} imports {name}")
    assert entered == []


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        if node.module.count(".") == 2:
            return [f"{node.module}.{alias.name}" for alias in node.names]
        return [node.module]
    return []
