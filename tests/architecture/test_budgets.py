"""Small files, short functions, everything annotated, public functions explained; no clock below the windows."""

from __future__ import annotations

import ast
import statistics

from tests.architecture.code import Function, files, functions, place, room, tree

LONGEST_FILE = 400
MEDIAN_FUNCTION, LONG_FUNCTION = 8, 25


def body_lines(function: Function) -> int:
    """Lines from the first statement to the last, the docstring not counted: words are free."""
    first = 1 if ast.get_docstring(function) is not None else 0
    statements = function.body[first:]
    return (statements[-1].end_lineno or 0) - statements[0].lineno + 1 if statements else 0


def test_no_file_is_too_long() -> None:
    lengths = {place(path, tree(path)): len(path.read_text().splitlines()) for path in files(tests=True)}
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    lengths = [body_lines(function) for path in files() for function in functions(path)]
    assert len(lengths) > 100, "the functions were not found"
    assert statistics.median(lengths) <= MEDIAN_FUNCTION
    assert statistics.quantiles(lengths, n=10)[-1] <= LONG_FUNCTION


def test_everything_is_annotated() -> None:
    bare = []
    for path in files(tests=True):
        for function in functions(path):
            arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
            silent = [one.arg for one in arguments if one.annotation is None and one.arg not in {"self", "cls"}]
            if silent or function.returns is None:
                bare.append(f"{place(path, function)} {function.name} {silent}")
    assert bare == []


def test_public_functions_are_explained() -> None:
    """A body of one line explains itself; so does a Protocol's, whose class is explained."""
    silent = []
    for path in files():
        for node in tree(path).body:
            members = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
            for function in members:
                if not isinstance(function, Function) or function.name.startswith("_"):
                    continue
                if not ast.get_docstring(function) and body_lines(function) > 1:
                    silent.append(f"{place(path, function)} {function.name}")
    assert silent == []


_PURE = {("kernel",), ("policybook",), ("guidebook",), ("domains",), ("journeys",)}
_CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time"),
           ("timezone", "now"), ("timezone", "localtime"), ("time", "localtime"), ("time", "gmtime")}  # fmt: skip


def test_time_is_an_argument() -> None:
    read = []
    for path in files():
        if room(path)[:1] not in _PURE:
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in _CLOCKS:
                read.append(f"{place(path, node)} reads the clock")
    assert read == []


def _last_name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_names_say_what_things_do() -> None:
    empty = {"utils", "util", "helpers", "helper", "service", "services", "manager", "managers", "common", "misc"}
    assert [str(path) for path in files() if path.stem in empty] == []
