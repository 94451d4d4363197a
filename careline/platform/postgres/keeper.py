"""The keeper: one small process per data folder that starts PostgreSQL, watches it, and stops it after its users.

It is started by `client.py` and speaks one JSON object a line to everyone attached: {"state": …, "say": …}. It stops
the server when the last attached process is gone (ended, killed, or its machine's user logged out), restarts it when
it dies, and waits for crash recovery as long as that takes.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from careline.platform.postgres import cluster as clusters
from careline.platform.postgres import leftovers
from careline.platform.postgres.cluster import Cluster, DatabaseProblem

# a user that just ended is often followed by the next command; long enough to catch it, short enough not to linger
_GRACE_SECONDS = 0.5
_PATIENCE_WITH_FAST_STOP = 120
_RESTARTS_ALLOWED = 20
_RESTART_WINDOW_SECONDS = 60
_LARGEST_LOG = 10_000_000


class Keeper:
    """Watches one server. `state` is starting, ready or failed; `say` is the latest sentence for people."""

    def __init__(self, cluster: Cluster, listener: socket.socket) -> None:
        self.cluster = cluster
        self.listener = listener
        self.users: set[socket.socket] = set()
        self.state, self.say = "starting", "starting the database"
        self.server: subprocess.Popen[bytes] | None = None
        self.started_at = self.spoke_at = self.lonely_since = time.monotonic()
        self.log_start = 0
        self.restarts: list[float] = []
        self.asked_to_stop = False
        self.selector = selectors.DefaultSelector()
        self.selector.register(listener, selectors.EVENT_READ)

    # -- what is told to whom --------------------------------------------------------------------------------------

    def announce(self, state: str, say: str) -> None:
        """This function will set the state and tell everyone attached."""
        self.state, self.say = state, say
        for user in list(self.users):
            self.tell(user)

    def tell(self, user: socket.socket) -> None:
        """This function will send the state to one user; a user who is gone is forgotten."""
        try:
            user.sendall(json.dumps({"state": self.state, "say": self.say}).encode() + b"\n")
        except OSError:
            self.forget(user)

    def welcome(self) -> None:
        """This function will attach whoever just connected."""
        user, _ = self.listener.accept()
        user.settimeout(1)
        self.users.add(user)
        self.selector.register(user, selectors.EVENT_READ)
        self.tell(user)

    def forget(self, user: socket.socket) -> None:
        """This function will detach a user who left or died."""
        if user in self.users:
            self.users.discard(user)
            self.selector.unregister(user)
            user.close()
            self.lonely_since = time.monotonic()

    def hear(self, user: socket.socket) -> None:
        """This function will read from a user: the word "leave", or the end of the connection."""
        try:
            said = user.recv(4096)
        except OSError:
            said = b""
        if said and len(self.users) == 1:
            # the last one leaves in good order: it waits on this connection until the server is down
            self.asked_to_stop = True
        else:
            self.forget(user)

    # -- the server ------------------------------------------------------------------------------------------------

    def start_server(self) -> None:
        """This function will start PostgreSQL, creating its cluster first if there is none."""
        cluster = self.cluster
        clusters.check_folder(cluster)
        identity = clusters.identity_of(cluster)
        if not (cluster.home / "PG_VERSION").exists():
            self.announce("starting", "creating the database")
            clusters.create(cluster, identity)
        identity.own_all(cluster.home) if identity.owner != cluster.home.stat().st_uid else None
        leftovers.clear(cluster, lambda say: self.announce("starting", say))
        self.server = self.launch(identity.dress(clusters.server_command(cluster)))
        self.started_at = self.spoke_at = time.monotonic()

    def launch(self, command: list[str]) -> subprocess.Popen[bytes]:
        """This function will run the server with its log, and with the order to stop should the keeper be killed."""
        if self.cluster.log.exists() and self.cluster.log.stat().st_size > _LARGEST_LOG:
            self.cluster.log.replace(self.cluster.log.with_suffix(".log.1"))
        with self.cluster.log.open("ab") as log:
            self.log_start = log.tell()
            return subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
                env=clusters.server_environment(), preexec_fn=leftovers.stop_with_parent,
            )  # fmt: skip

    def look(self) -> None:
        """This function will compare the server's state with what was last announced."""
        if self.server is None:
            return
        code = self.server.poll()
        if code is not None:
            self.mourn(code)
        elif self.state == "starting" and leftovers.is_ready(self.cluster, self.server.pid):
            self.announce("ready", "the database is ready")
        elif self.state == "starting" and time.monotonic() - self.spoke_at > 2:
            self.spoke_at = time.monotonic()
            waited = int(self.spoke_at - self.started_at)
            self.announce("starting", f"the database is recovering after a crash ({waited} s so far)")

    def mourn(self, code: int) -> None:
        """This function will restart a server that died, or give up with the reason."""
        now = time.monotonic()
        self.restarts = [then for then in self.restarts if now - then < _RESTART_WINDOW_SECONDS] + [now]
        why = clusters.tail_of_log(self.cluster, self.log_start)
        # a server that ends by itself while starting has a reason that stays; one that was killed has not
        by_itself = self.state == "starting" and code > 0
        if not by_itself and len(self.restarts) <= _RESTARTS_ALLOWED:
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            self.announce("starting", f"the database stopped unexpectedly ({how}); starting it again")
            self.start_server()
        else:
            self.server = None
            self.announce("failed", f"The database in {self.cluster.home} does not start. It said: {why or code}. "
                          f"The full log is {self.cluster.log}. If the folder is damaged, restore it from a backup or "
                          f"move it away (mv {self.cluster.home} {self.cluster.home}.broken).")  # fmt: skip

    def stop_server(self) -> None:
        """This function will stop PostgreSQL in good order: sessions end, everything is written down."""
        if self.server is None or self.server.poll() is not None:
            return
        self.server.send_signal(signal.SIGINT)
        try:
            self.server.wait(_PATIENCE_WITH_FAST_STOP)
        except subprocess.TimeoutExpired:
            self.server.send_signal(signal.SIGQUIT)
            self.server.wait()

    # -- the life of the keeper ------------------------------------------------------------------------------------

    def unneeded(self) -> bool:
        """This function will tell whether it is time to go."""
        lonely = not self.users and time.monotonic() - self.lonely_since > _GRACE_SECONDS
        return self.asked_to_stop or lonely or (self.state == "failed" and not self.users)

    def run(self) -> None:
        """This function will keep the server until nobody needs it."""
        try:
            self.wait_for_first_user()
            self.start_server()
        except DatabaseProblem as problem:
            self.announce("failed", str(problem))
        try:
            while not self.unneeded():
                self.turn()
        finally:
            self.leave()

    def wait_for_first_user(self) -> None:
        """This function will wait a moment for the one who started this keeper, so that it hears every word."""
        self.turn(timeout=5.0)

    def turn(self, timeout: float | None = None) -> None:
        """This function will serve whoever speaks, then look after the server."""
        pause = timeout or (0.02 if self.state == "starting" else 0.2)
        for key, _ in self.selector.select(pause):
            if key.fileobj is self.listener:
                self.welcome()
            elif isinstance(key.fileobj, socket.socket):
                self.hear(key.fileobj)
        try:
            self.look()
        except DatabaseProblem as problem:
            self.announce("failed", str(problem))

    def leave(self) -> None:
        """This function will stop the server and only then let go of those who wait for it."""
        self.listener.close()
        self.cluster.keeper_socket.unlink(missing_ok=True)
        self.stop_server()
        with contextlib.suppress(OSError):
            self.cluster.sockets.rmdir()
        for user in self.users:
            user.close()


def open_listener(cluster: Cluster) -> socket.socket:
    """This function will open the socket on which users attach."""
    clusters.make_sockets(cluster, clusters.identity_of(cluster))
    cluster.keeper_socket.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(cluster.keeper_socket))
    cluster.keeper_socket.chmod(0o600)
    listener.listen(64)
    return listener


def main(arguments: list[str]) -> int:
    """This function will be the keeper of one data folder: arguments are the folder and "durable" or "throw-away".

    It prints one line to the process that started it: "listening", or the reason why it cannot.
    """
    cluster = Cluster(data=Path(arguments[0]), durable=arguments[1] == "durable")
    lock = os.open(cluster.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    # an earlier keeper may still be stopping its server; it lets go as soon as that is down
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        keeper = Keeper(cluster, open_listener(cluster))
    except (DatabaseProblem, OSError) as problem:
        print(problem, flush=True)
        return 1
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: setattr(keeper, "asked_to_stop", True))
    print("listening", flush=True)
    _let_go_of_the_terminal()
    keeper.run()
    return 0


def _let_go_of_the_terminal() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):
        os.dup2(nowhere, stream)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
