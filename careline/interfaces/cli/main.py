"""The command line. Every module in this package that has a NAME is a command; adding one is adding one file.

A command module gives NAME, HELP, add_arguments(parser) and run(args) -> exit code.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from types import ModuleType

FINE, FOUND_SOMETHING, CANNOT = 0, 1, 2


def commands(only: str | None = None) -> dict[str, ModuleType]:
    """This function will import the commands of the package, by name; with `only`, that one if there is a file of
    its name (the others are not waited for), else all."""
    import careline.interfaces.cli as package

    files = [found.name for found in pkgutil.iter_modules(package.__path__) if not found.ispkg]
    wanted = [name for name in files if name == only] or files
    modules = [importlib.import_module(f"{package.__name__}.{name}") for name in wanted]
    return {module.NAME: module for module in modules if hasattr(module, "NAME")}


def make_parser(known: dict[str, ModuleType]) -> argparse.ArgumentParser:
    """This function will make the parser of the whole command line."""
    everywhere = argparse.ArgumentParser(add_help=False)
    everywhere.add_argument("--data", metavar="FOLDER", help="the data folder (default: $CARELINE_DATA, else ./var)")
    parser = argparse.ArgumentParser(prog="careline", description="The open-source care desk for mobile operators.")
    inside = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, module in sorted(known.items()):
        module.add_arguments(inside.add_parser(name, help=module.HELP, description=module.HELP, parents=[everywhere]))
    return parser


def prepare(arguments: Sequence[str]) -> None:
    """This function will point Django at the data folder named on the command line, before anything is imported."""
    early = argparse.ArgumentParser(add_help=False)
    early.add_argument("--data")
    data = early.parse_known_args(list(arguments))[0].data
    if data:
        os.environ["CARELINE_DATA"] = data
    if "serve" in arguments[:1]:
        os.environ["CARELINE_SERVING"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careline.project.settings")

    import django

    django.setup()


def main(arguments: Sequence[str] | None = None) -> int:
    """This function will run one command and give its exit code: 0 fine, 1 something was found, 2 it cannot be done.

    What stops a command is told in a sentence on standard error, not as a Python trace.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    prepare(given)

    from django.db import InterfaceError, OperationalError

    from careline.platform.postgres import DatabaseProblem

    known = commands(only=given[0] if given else None)
    chosen = make_parser(known).parse_args(given)
    try:
        return int(known[chosen.command].run(chosen))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return FINE
    except DatabaseProblem as problem:
        print(problem, file=sys.stderr)
    except (OperationalError, InterfaceError) as problem:
        print(_unreachable(problem), file=sys.stderr)
    return CANNOT


def _unreachable(problem: Exception) -> str:
    """Say where we looked, never with the password."""
    from django.db import connection

    settings = connection.settings_dict
    where = f"{settings.get('HOST') or 'this machine'}:{settings.get('PORT') or 5432}"
    reason = str(problem).strip().splitlines()[0] if str(problem).strip() else type(problem).__name__
    return (
        f"The database at {where} does not answer: {reason}. Check DATABASE_URL, or unset it to use the embedded "
        "database."
    )


if __name__ == "__main__":
    sys.exit(main())
