"""`careline play`: do what a demo customer does by themselves, so that a contact can be taken to its end alone."""

from __future__ import annotations

import argparse
import sys

from django.utils import timezone

from careline.domains.customers.values import Refused
from careline.journeys.our_records.api import customer_pays, phone_restarts

NAME = "play"
HELP = "play a demo customer: pay the open payment request, or restart the phone"
STEPS = {"pay": customer_pays, "restart": phone_restarts}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("number", help="the customer's telephone number, in any format")
    parser.add_argument("step", choices=sorted(STEPS), help="what the customer does")


def run(args: argparse.Namespace) -> int:
    """This function will do one step of the customer and say what came of it; 1 when it makes no sense."""
    try:
        print(STEPS[args.step](args.number, at=timezone.now()))
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0
