"""Every setting that is read from the environment, with its meaning: the one list the reference is made from."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Setting:
    """A variable of the environment: its name, what holds without it, and what it means."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("CARELINE_DATA", "./var", "Folder of everything Careline keeps: the embedded database, logs, the secret "
            "key. Created where missing; never shared between machines."),
    Setting("DATABASE_URL", "", "A PostgreSQL of your own, for example postgresql://user:password@host/name. Without "
            "it the embedded PostgreSQL in the data folder is used."),
    Setting("CARELINE_SECRET_KEY", "", "Signs cookies and tokens. Without it a key is made once and kept in the data "
            "folder, readable by its owner only. Set it where several machines serve one desk."),
    Setting("CARELINE_HOSTS", "localhost,127.0.0.1,[::1]", "Host names under which the desk may be reached, separated "
            "by commas."),
    Setting("CARELINE_HTTPS", "", "1: the desk is reached over HTTPS and cookies are sent over it only. 0: plain HTTP. "
            "Without it: HTTPS unless all names in CARELINE_HOSTS are this machine."),
    Setting("CARELINE_IDLE_MINUTES", "30", "Minutes without a request after which an expert has to sign in again."),
    Setting("CARELINE_SESSION_HOURS", "12", "Hours after signing in after which an expert has to sign in again."),
    Setting("CARELINE_SIGN_IN_TRIES", "5", "Failed sign-ins of one person from one address before both wait."),
    Setting("CARELINE_LOCKOUT_MINUTES", "15", "How long they wait."),
    Setting("CARELINE_CONTENT", "", "Folder of the care staff's texts: policies, guides, articles. Without it: the "
            "folder content/ beside the program."),
    Setting("CARELINE_TIME_ZONE", "UTC", "Time zone in which times are shown, for example Europe/Berlin. Times are "
            "always stored in UTC."),
    Setting("CARELINE_DEBUG", "0", "1: show Python errors in the browser. For development on your own machine only."),
)  # fmt: skip

_BY_NAME = {setting.name: setting for setting in SETTINGS}


def read(name: str) -> str:
    """This function will read a declared setting; an undeclared name is a KeyError, so that none stays unwritten."""
    return os.environ.get(name) or _BY_NAME[name].default


def read_flag(name: str) -> bool:
    """This function will read a setting that is on or off."""
    return read(name).strip().lower() in {"1", "true", "yes", "on"}


def read_list(name: str) -> list[str]:
    """This function will read a setting that holds several values separated by commas."""
    return [part.strip() for part in read(name).split(",") if part.strip()]


def data_folder() -> Path:
    """This function will give the data folder as an absolute path, whether or not it exists yet."""
    return Path(read("CARELINE_DATA")).expanduser().absolute()


def test_data_folder() -> Path:
    """This function will give the throw-away data folder of a test run, never a real one. Parallel test processes
    inherit it from the first through the environment; that one removes it (conftest.py)."""
    if "CARELINE_TEST_DATA" not in os.environ:
        os.environ["CARELINE_TEST_DATA"] = tempfile.mkdtemp(prefix="careline-test-")
        os.environ["CARELINE_TEST_DATA_OWNER"] = str(os.getpid())
    return Path(os.environ["CARELINE_TEST_DATA"])


def secret_key(data: Path) -> str:
    """This function will give the signing key: the given one, else the one in the data folder, made once.

    Two processes that make it at the same time end with the same key: the first file wins.
    """
    given = os.environ.get("CARELINE_SECRET_KEY")
    if given:
        return given
    kept = data / "secret-key"
    try:
        data.mkdir(parents=True, exist_ok=True)
        fresh = data / f"secret-key.{os.getpid()}"
        if not kept.exists():
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_urlsafe(48))
            try:
                os.link(fresh, kept)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return kept.read_text().strip()
    except OSError:
        # a folder we cannot write is reported in plain words when the database is started; until then any key does
        return secrets.token_urlsafe(48)
