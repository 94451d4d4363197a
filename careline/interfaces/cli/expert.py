"""`careline expert`: gives a person a sign-in and a role; the first one on an operator's own desk is made here."""

from __future__ import annotations

import argparse
import getpass
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone

from careline.domains.team.api import welcome_expert
from careline.domains.team.values import ExpertRole

NAME = "expert"
HELP = "give a person a sign-in and a role, or a new password"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("username", help="the name to sign in with")
    parser.add_argument("--name", help="the name that colleagues see (default: the user name)")
    parser.add_argument("--role", choices=[str(role) for role in ExpertRole], default=str(ExpertRole.EXPERT),
                        help="what the person is on the team (default: expert)")  # fmt: skip
    parser.add_argument("--market", default="", help="the market the person works for")


def run(args: argparse.Namespace) -> int:
    """This function will ask for a password (twice at a terminal, one line otherwise) and keep the expert.

    The exit code is 2 if the password will not do.
    """
    password = _password()
    try:
        validate_password(password)
    except ValidationError as problem:
        print(" ".join(problem.messages), file=sys.stderr)
        return 2
    welcome_expert(
        username=args.username, name=args.name or args.username, role=ExpertRole(args.role), market=args.market,
        password=password, by="command line", at=timezone.now(),
    )  # fmt: skip
    print(f"{args.username} can sign in, as {args.role}.")
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while True:
        first = getpass.getpass("Password (at least 12 characters): ")
        if first == getpass.getpass("Once more: "):
            return first
        print("These were two different passwords. Try again.", file=sys.stderr)
