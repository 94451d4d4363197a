"""Reading a folder of guides: every file is read, every mistake is told, a guide with a mistake is not used."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from careline.guidebook.build import build_guide
from careline.guidebook.check import check_guide
from careline.guidebook.fields import words_in
from careline.guidebook.text import Page, take_apart
from careline.guidebook.values import Guide, Guidebook, Place, Problem, Vocabulary


def read_guides(folder: Path, vocabulary: Vocabulary) -> Guidebook:
    """This function will read every `*.md` in a folder into guides, with the problems of those that cannot be used.

    Problems carry the file's name and the line, in reading order. A guide that stands on one with problems is not
    used either.
    """
    if not folder.is_dir():
        return Guidebook(
            {}, (Problem(Place(str(folder), 1), "there is no such folder: name the folder that holds the guides"),)
        )
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.md"))}
    return read_guide_texts(texts, vocabulary)


def read_guide_texts(texts: Mapping[str, str], vocabulary: Vocabulary) -> Guidebook:
    """This function will read guides from texts (file name -> text); see `read_guides`."""
    pages = [take_apart(text, file) for file, text in sorted(texts.items())]
    by_id, problems = _by_id(pages)
    guides: dict[str, Guide] = {}
    for page in by_id.values():
        bases, found = _bases(page, by_id)
        guide, sections, mistakes = build_guide(page, bases, [texts[each.file] for each in [*bases, page]])
        found += [problem for each in [*bases, page] for problem in each.problems] + mistakes
        found += check_guide(guide, page, sections, vocabulary) if not found else []
        if not found:
            guides[guide.id] = guide
        problems += found
    return Guidebook(guides, _in_order(problems))


def _by_id(pages: list[Page]) -> tuple[dict[str, Page], list[Problem]]:
    by_id: dict[str, Page] = {}
    problems: list[Problem] = []
    for page in pages:
        earlier = by_id.get(page.id)
        if not page.id:
            problems.append(
                Problem(page.head.place, "the guide has no `reason`: write `- reason: NET-01` below the title")
            )
            problems += page.problems
        elif earlier is not None:
            problems.append(
                Problem(page.head.at("reason"), f"{page.id} is already written in {earlier.file}: keep one file")
            )
        else:
            by_id[page.id] = page
    return by_id, problems


def _bases(page: Page, by_id: Mapping[str, Page]) -> tuple[list[Page], list[Problem]]:
    """All pages that a page stands on, lowest first, each once."""
    order: list[Page] = []
    problems: list[Problem] = []
    _walk(page, by_id, (page.id,), order, problems)
    return order, problems


def _walk(
    page: Page, by_id: Mapping[str, Page], path: tuple[str, ...], order: list[Page], problems: list[Problem]
) -> None:
    for name in words_in(page.head.text("stands on")):
        place = page.head.at("stands on")
        if name in path:
            problems.append(Problem(place, f"stands on itself ({' -> '.join([*path, name])}): break the ring"))
        elif name not in by_id:
            problems.append(Problem(place, f"stands on `{name}`, which is not written: write it or correct the id"))
        elif by_id[name] not in order:
            _walk(by_id[name], by_id, (*path, name), order, problems)
            order.append(by_id[name])


def _in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    unique = {(problem.place.file, problem.place.line, problem.message): problem for problem in problems}
    return tuple(unique[key] for key in sorted(unique))
