"""One embedded PostgreSQL for the whole test run, and a database for each parallel worker, cloned from a template."""

from __future__ import annotations

import fcntl
import ipaddress
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

_TEMPLATE = "careline_template"


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    """Clone the migrated template (made once, by whoever comes first) and drop the clone afterwards."""
    from django.db import connection

    name = f"test_careline_{worker_id}"
    with django_db_blocker.unblock():
        _make_template(connection)
        _admin(
            connection,
            f'drop database if exists "{name}" with (force)',
            f'create database "{name}" template {_TEMPLATE}',
        )
        _point_at(connection, name)
        _let_flush_pass_the_journal(connection)
    yield
    with django_db_blocker.unblock():
        _point_at(connection, _TEMPLATE)
        _admin(connection, f'drop database if exists "{name}" with (force)')


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of the parallel worker, also where tests do not run in parallel."""
    return os.environ.get("PYTEST_XDIST_WORKER", "only")


def _make_template(connection: Any) -> None:
    from django.core.management import call_command

    with (Path(os.environ["CARELINE_TEST_DATA"]) / "template.lock").open("w") as turnstile:
        fcntl.flock(turnstile, fcntl.LOCK_EX)
        if not _admin(connection, f"select 1 from pg_database where datname = '{_TEMPLATE}'"):
            _admin(connection, "create database careline_growing")
            _point_at(connection, "careline_growing")
            call_command("migrate", verbosity=0)
            connection.close()
            _admin(connection, f"alter database careline_growing rename to {_TEMPLATE}")


def _admin(connection: Any, *statements: str) -> Any:
    """Run statements outside any transaction, in the server's own database."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def _point_at(connection: Any, name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"] = name


def _let_flush_pass_the_journal(connection: Any) -> None:
    """Tests with real transactions empty all tables afterwards; the journal refuses that to everyone else."""
    flush = connection.ops.execute_sql_flush

    def unguarded(statements: list[str]) -> None:
        flush(["set session_replication_role = replica", *statements, "set session_replication_role = origin"])

    connection.ops.execute_sql_flush = unguarded


@pytest.fixture(autouse=True, scope="session")
def _static_folder(worker_id: str) -> None:
    """The folder that `careline run` collects static files in; tests read them where they lie."""
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Tests reach this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
            raise OSError(f"tests must not reach the network, and one tried {address[0]}")
        return connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that made the throw-away folder stops the server and removes both."""
    from careline.platform.postgres import client

    for attachment in list(client._attached.values()):
        attachment.leave()
    if os.environ.get("CARELINE_TEST_DATA_OWNER") == str(os.getpid()):
        shutil.rmtree(os.environ.pop("CARELINE_TEST_DATA"), ignore_errors=True)
