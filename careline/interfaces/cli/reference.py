"""`careline reference`: writes the reference pages that are made from the program, so that they cannot go stale."""

from __future__ import annotations

import argparse
from pathlib import Path

from careline.interfaces.cli.guide_words import vocabulary_page
from careline.platform.environment import SETTINGS

NAME = "reference"
HELP = "write the reference pages of settings, commands and guide words from the program"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("--folder", default="docs/reference", type=Path, help="where to (default: docs/reference)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a page is stale")


def run(args: argparse.Namespace) -> int:
    """This function will write the pages, or tell which are stale."""
    stale = [name for name, text in pages().items() if _read(args.folder / name) != text]
    for name in stale:
        if args.check:
            print(f"{args.folder / name} is stale; run `careline reference`")
        else:
            args.folder.mkdir(parents=True, exist_ok=True)
            (args.folder / name).write_text(pages()[name])
            print(f"wrote {args.folder / name}")
    return int(bool(stale) and args.check)


def _read(page: Path) -> str:
    return page.read_text() if page.exists() else ""


def pages() -> dict[str, str]:
    """This function will give every made page's text by its file name."""
    return {"settings.md": settings_page(), "commands.md": commands_page(), "vocabulary.md": vocabulary_page()}


def settings_page() -> str:
    """This function will describe every variable of the environment that Careline reads."""
    rows = [f"| `{one.name}` | {f'`{one.default}`' if one.default else '–'} | {one.meaning} |" for one in SETTINGS]
    head = ["# Settings", "", "Careline reads its settings from the environment. This page is made from the program "
            "by `careline reference`.", "", "| variable | default | meaning |", "|---|---|---|"]  # fmt: skip
    return "\n".join([*head, *rows]) + "\n"


def commands_page() -> str:
    """This function will describe every command and option."""
    from careline.interfaces.cli.main import commands

    parts = ["# Commands", "", "This page is made from the program by `careline reference`. Every command also takes "
             "`--data FOLDER` (the data folder) and `--help`."]  # fmt: skip
    for name, module in sorted(commands().items()):
        parser = argparse.ArgumentParser(prog=f"careline {name}", add_help=False)
        module.add_arguments(parser)
        parts += ["", f"## `careline {name}`", "", f"{module.HELP[0].upper()}{module.HELP[1:]}.", *_options(parser)]
    return "\n".join(parts) + "\n"


def _options(parser: argparse.ArgumentParser) -> list[str]:
    """Options and arguments as a table; commands inside a command as sections of their own."""
    plain = [action for action in parser._actions if not isinstance(action, argparse._SubParsersAction)]
    lines = ["", "| option | meaning |", "|---|---|"] if plain else []
    lines += [f"| {_spelled(action)} | {(action.help or '').replace('|', chr(92) + '|')} |" for action in plain]
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                inner_options = argparse.ArgumentParser(add_help=False, parents=[], prog=inner.prog)
                inner_options._actions = [one for one in inner._actions if not isinstance(one, argparse._HelpAction)]
                lines += ["", f"### `{parser.prog} {name}`", *_options(inner_options)]
    return lines


def _spelled(action: argparse.Action) -> str:
    value = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not action.option_strings:
        choices = "`, `".join(str(choice) for choice in action.choices or ())
        return f"`{choices or value}`"
    takes = "" if action.nargs == 0 else f" {value}"
    return f"`{action.option_strings[-1]}{takes}`"
