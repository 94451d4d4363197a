"""As whom the server runs. PostgreSQL refuses to run as root, and Careline may be started by root.

Three ways, best first: as the ordinary user who started it; as root seen from inside a user namespace as nobody
(files stay root's); as the real user nobody, who may pass the folders above the data by one ambient capability.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Identity:
    """How a command is dressed so that it runs as an allowed user, and who then owns the files."""

    prefix: tuple[str, ...]
    owner: int
    group: int

    def dress(self, command: Sequence[str]) -> list[str]:
        """This function will put the change of user in front of a command."""
        return [*self.prefix, *command]

    def own(self, path: Path) -> None:
        """This function will give a path to the user the server runs as (root only, where that differs)."""
        if os.geteuid() == 0 and path.lstat().st_uid != self.owner:
            os.chown(path, self.owner, self.group)

    def own_all(self, folder: Path) -> None:
        """This function will give a whole folder to the user the server runs as."""
        self.own(folder)
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                self.own(Path(parent) / name)


def identity_for(owner: int | None) -> Identity:
    """This function will choose the way to run, given who owns the cluster so far (None: there is none yet)."""
    if os.geteuid() != 0:
        return Identity(prefix=(), owner=os.geteuid(), group=os.getegid())
    nobody = pwd.getpwnam("nobody")
    mapped = _mapped(nobody.pw_uid, nobody.pw_gid)
    if owner in {None, 0} and mapped and _works(mapped):
        return Identity(prefix=mapped, owner=0, group=0)
    if owner in {None, 0}:
        return _as_user(nobody.pw_uid, nobody.pw_gid)
    # an ordinary user's (or nobody's) database, started by root: run as that user, never take it over
    group = nobody.pw_gid if owner == nobody.pw_uid else _group_of(owner)
    return _as_user(owner, group)


def _group_of(user: int) -> int:
    try:
        return pwd.getpwuid(user).pw_gid
    except KeyError:
        return user


def _mapped(user: int, group: int) -> tuple[str, ...]:
    unshare = shutil.which("unshare")
    return (unshare, "--user", f"--map-user={user}", f"--map-group={group}") if unshare else ()


def _as_user(user: int, group: int) -> Identity:
    """Change user for good; keep the right to pass folders such as /root on the way to programs and data."""
    setpriv = shutil.which("setpriv") or "setpriv"
    change = (setpriv, f"--reuid={user}", f"--regid={group}", "--clear-groups")
    passing = (*change, "--inh-caps=+dac_override", "--ambient-caps=+dac_override", "--pdeathsig=INT")
    prefix = passing if _works(passing) else (*change, "--pdeathsig=INT")
    return Identity(prefix=prefix, owner=user, group=group)


def _works(prefix: Sequence[str]) -> bool:
    """Try it: containers and hardened machines forbid either way."""
    try:
        return subprocess.run([*prefix, "true"], capture_output=True).returncode == 0
    except OSError:
        return False
