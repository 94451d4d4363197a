"""The guides and policies that the desk shows, read once and again when a file has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from careline.domains.diagnosis.api import VOCABULARY, guide_vocabulary
from careline.guidebook.read import read_guides
from careline.guidebook.values import Guidebook
from careline.policybook.api import AuthorityBook, Policybook, read_authority, read_policies


def guidebook() -> Guidebook:
    """This function will give all guides and the mistakes in those that could not be read."""
    folder = Path(settings.CONTENT) / "guides"
    return _guides(folder, _stamp(folder))


def policybook() -> Policybook:
    """This function will give all policies and the mistakes in those that could not be read."""
    folder = Path(settings.CONTENT)
    return _policies(folder, _stamp(folder / "policies") + _stamp(folder / "rates"))


def authority_book() -> AuthorityBook:
    """This function will give the tables of who may decide what alone."""
    file = Path(settings.CONTENT) / "rates" / "authority.yaml"
    return _authority(file, file.stat().st_mtime_ns)


def guide_title(reason_id: str) -> str:
    """This function will give the title of a contact reason, or its id where there is no guide for it."""
    guide = guidebook().guides.get(reason_id)
    return guide.title if guide else reason_id or "Contact"


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    """Names and times of all files: what tells that the content has changed."""
    return tuple(sorted((str(file), file.stat().st_mtime_ns) for file in folder.rglob("*") if file.is_file()))


@lru_cache(maxsize=1)
def _guides(folder: Path, stamp: object) -> Guidebook:
    return read_guides(folder, guide_vocabulary())


@lru_cache(maxsize=1)
def _authority(file: Path, stamp: int) -> AuthorityBook:
    return read_authority(file)[0]


@lru_cache(maxsize=1)
def _policies(folder: Path, stamp: object) -> Policybook:
    return read_policies(folder / "policies", rates=folder / "rates", vocabulary=VOCABULARY)
