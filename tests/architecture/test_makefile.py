"""What a bare machine is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.architecture.code import ROOT


def make(folder: Path, *words: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": path or os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C"}
    program = shutil.which("make") or "make"
    return subprocess.run([program, *words], cwd=folder, capture_output=True, text=True, env=environment)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


@pytest.fixture
def bare(tmp_path: Path) -> str:
    """A PATH with a shell and little else."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("sh", "test", "rm", "touch", "id", "env"):
        found = shutil.which(name)
        if found:
            (programs / name).symlink_to(found)
    return str(programs)


def test_no_python(clone: Path, bare: str) -> None:
    done = make(clone, "run", path=bare)
    assert done.returncode != 0
    assert "needs Python 3.11 or newer, and none was found" in done.stdout
    assert "apt install python3" in done.stdout


def test_only_an_old_python(clone: Path, bare: str) -> None:
    old = Path(bare) / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    assert "needs Python 3.11 or newer" in make(clone, "run", path=bare).stdout


def test_python_without_pip(clone: Path, bare: str) -> None:
    """Debian's bare python3: no ensurepip, no pip."""
    python = Path(bare) / "python3"
    python.write_text(
        "#!/bin/sh\n"
        'case "$*" in\n'
        '  *"-m pip"*|"-m venv .venv") exit 1;;\n'
        '  *"--without-pip"*) mkdir -p .venv/bin; exit 0;;\n'
        "  *) exit 0;;\n"
        "esac\n"
    )
    python.chmod(0o755)
    (Path(bare) / "mkdir").symlink_to(shutil.which("mkdir") or "mkdir")
    done = make(clone, "run", path=bare)
    assert done.returncode != 0
    assert "pip is missing" in done.stdout
    assert "python3-venv" in done.stdout


def test_no_browser_and_no_right_to_install_one(clone: Path, bare: str) -> None:
    fake = Path(bare) / "id"
    fake.unlink()
    fake.write_text("#!/bin/sh\necho 1000\n")
    fake.chmod(0o755)
    done = make(clone, "browser", path=bare)
    assert done.returncode == 0
    assert "browser tests are skipped" in done.stdout
    assert "apt install chromium" in done.stdout


def test_it_says_what_it_can_do(clone: Path) -> None:
    told = make(clone, "help").stdout
    assert all(f"make {goal}" in told for goal in ("run", "test", "check", "bench", "lock"))
