"""`careline health`: the health page in the terminal."""

from __future__ import annotations

import argparse
import json

from careline.platform import health

NAME = "health"
HELP = "tell whether database, jobs and content are in order"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")


def run(args: argparse.Namespace) -> int:
    """This function will print every check; the exit code is 1 if one that the desk needs has failed."""
    found = health.look_at_everything()
    if args.json:
        print(json.dumps({name: {"ok": check.ok, "say": check.say} for name, check in found.items()}))
    else:
        for name, check in found.items():
            print(f"{'ok ' if check.ok else 'BAD'} {name}: {check.say}")
    return int(any(not check.ok and check.needed for check in found.values()))
