"""A real server in a process of its own, over a demo operator, and a real browser in front of it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

CHROMIUM = next((path for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(path).exists()), "")
CUSTOMERS = 40
_HERE = Path(__file__).parent

PREPARE = f"""
import django
django.setup()
from django.core.management import call_command
from django.utils import timezone
from careline.journeys.load_operator.api import make_demo
call_command("migrate", verbosity=0)
call_command("collectstatic", verbosity=0, interactive=False)
make_demo(count={CUSTOMERS}, seed=7, at=timezone.now())
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here needs a browser; without one it is skipped, and says how to get one."""
    for item in items:
        if _HERE in Path(str(item.fspath)).parents:
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine: apt-get install chromium"))


def _free_port() -> int:
    """A port that nobody listens on, so that two runs of the tests do not meet."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """The desk as operators run it, which a test may kill."""

    data: Path
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def log(self) -> Path:
        return self.data / "desk.log"

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("CARELINE_", "PYTEST_"))}
        return kept | {
            "CARELINE_DATA": str(self.data),
            "DJANGO_SETTINGS_MODULE": "careline.project.settings",
            "CARELINE_SIGN_IN_TRIES": "50",
        }

    def prepare(self) -> None:
        """Make the database, the demo operator and the static files."""
        made = subprocess.run(
            [sys.executable, "-c", PREPARE],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert made.returncode == 0, made.stderr

    def start(self) -> None:
        """Start the desk and wait until it answers."""
        command = [sys.executable, "-m", "careline", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        for _ in range(1200):
            if self._answers():
                return
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            time.sleep(0.1)
        raise AssertionError("the desk did not answer within two minutes")

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/sign-in", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def kill(self) -> None:
        """End the desk as a power cut would: without a chance to tidy up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> None:
        """End the desk the ordinary way."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("desk"))
    made.prepare()
    made.start()
    yield made
    made.end()
    shutil.rmtree(made.data, ignore_errors=True)


@pytest.fixture(scope="session")
def playwright_here() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright_here: Playwright) -> Iterator[Browser]:
    options = ["--no-sandbox"] if os.geteuid() == 0 else []
    made = playwright_here.chromium.launch(executable_path=CHROMIUM, args=options)
    yield made
    made.close()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    made = browser.new_context(base_url=server.url, viewport={"width": 1440, "height": 900})
    made.set_default_timeout(8_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
