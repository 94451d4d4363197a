"""`careline worker`: does the jobs that wait in the database."""

from __future__ import annotations

import argparse

NAME = "worker"
HELP = "do the jobs that wait: deliveries to other systems, regular work"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("--jobs", type=int, default=4, help="how many jobs at the same time (default: 4)")
    parser.add_argument("--once", action="store_true", help="end when no job is waiting")


def run(args: argparse.Namespace) -> int:
    """This function will work until it is told to end; jobs that are being done get ten seconds to finish."""
    from procrastinate.contrib.django import app

    from careline.platform.supervisor import end_with_supervisor

    end_with_supervisor()
    with app.replace_connector(app.connector.get_worker_connector()) as live:  # type: ignore[attr-defined]
        live.run_worker(
            concurrency=args.jobs, wait=not args.once, shutdown_graceful_timeout=10, delete_jobs="successful"
        )
    return 0
