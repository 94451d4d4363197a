"""The pages of the documentation, taken apart: links, images, code in the text, lines of code blocks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^( *)(```+)[^\n]*\n(.*?)^\1\2", re.M | re.S)
LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def pages() -> list[Path]:
    """Every page that people read, the rooms' own among them."""
    own = [ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CHANGELOG.md", "CONTRIBUTING.md")]
    return [*own, *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "careline").rglob("README.md"))]


def name(page: Path) -> str:
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """The page without its code blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def blocks(page: Path) -> str:
    """The code blocks alone, with continued lines joined."""
    found = "\n".join(match[3] for match in FENCE.finditer(page.read_text(encoding="utf-8")))
    return found.replace("\\\n", " ")


def links(page: Path) -> Iterator[tuple[bool, str]]:
    """Links into the repository, and whether each is an image; the world outside is left out."""
    for image, target in LINK.findall(prose(page)):
        if not target.startswith(("http://", "https://", "mailto:")):
            yield bool(image), target


def codes(page: Path) -> list[str]:
    """What stands between backticks in the text."""
    return CODE.findall(re.sub(LINK, lambda link: link[0][: link[0].index("](")], prose(page)))


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.M)
    return {re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", title).lower()).replace(" ", "-") for title in titles}


def commands(page: Path, program: str) -> Iterator[list[str]]:
    """Every call of a program that the page tells people to make, as words."""
    lines = [line.strip().removeprefix("$ ") for line in blocks(page).splitlines()]
    for line in [*codes(page), *lines]:
        words = _words(line)
        if words and words[0].removeprefix(".venv/bin/") == program and len(words) > 1:
            yield words[1:]


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:  # a sentence with an apostrophe, no command
        return []
