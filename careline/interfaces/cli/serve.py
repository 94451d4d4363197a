"""`careline serve`: the web server alone, where several machines serve one desk or something else supervises."""

from __future__ import annotations

import argparse

NAME = "serve"
HELP = "serve the desk without database, worker and demo around it (see run)"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """This function will declare the command's options."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")


def run(args: argparse.Namespace) -> int:
    """This function will serve until it is told to end; requests that are being answered are finished first."""
    import uvicorn

    from careline.platform.supervisor import end_with_supervisor

    end_with_supervisor()
    uvicorn.run(
        "careline.project.asgi:application", host=args.host, port=args.port, log_config=None, access_log=False,
        lifespan="off", server_header=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    return 0
