"""Reading the program's own text, for the tests of its shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ROOT / "careline"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*, tests: bool = False) -> Iterator[Path]:
    """This function will give every Python file of the program; migrations are written by a machine and left out."""
    for path in sorted(PROGRAM.rglob("*.py")):
        parts = path.relative_to(PROGRAM).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    """This function will give a file's syntax tree."""
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[Function]:
    """This function will give every function and method in a file."""
    yield from (node for node in ast.walk(tree(path)) if isinstance(node, Function))


def place(path: Path, node: ast.AST) -> str:
    """This function will name a place as editors understand it."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


def room(path: Path) -> tuple[str, ...]:
    """This function will give the folders under careline/ that a file lies in."""
    return path.relative_to(PROGRAM).parts[:-1]
