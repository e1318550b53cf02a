"""Every page of the repository shows what happens, and its links lead somewhere."""

from __future__ import annotations

import re
import shutil
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.pages.page import ROOT, markdown, pages, play, settled

PLAYED = pages()


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize("page", PLAYED, ids=_name)
def test_a_page_shows_what_happens(page: Path, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    shown, happens = (settled(each).splitlines() for each in (text, play(text, tmp_path)))
    difference = "\n".join(unified_diff(shown, happens, "shown", "happens", lineterm=""))
    assert not difference, f"python -m tests.pages {_name(page)} renews it\n{difference}"


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("```\n$ echo a\nb\n```", "```\n$ echo a\na\n```"),
        ("```\n$ spl --version\n```", "```\n$ spl --version\nspl, version 0.1.0\n```"),
        ("```\n$ sleep 0; echo 2 s\n1 s\n```", "```\n$ sleep 0; echo 2 s\n1 s\n```"),
        ("```x a/b\nc\n```\n```\n$ cat a/b\n```", "```x a/b\nc\n```\n```\n$ cat a/b\nc\n```"),
        ("```\n>>> 1 + 1\n3\n```", "```\n>>> 1 + 1\n2\n```"),
        ("```text\n$ echo a\nb\n```", "```text\n$ echo a\nb\n```"),
    ],
)
@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_what_is_shown_wrongly_becomes_right(text: str, becomes: str, tmp_path: Path) -> None:
    assert play(text, tmp_path) == becomes


def _links() -> list[tuple[Path, str]]:
    return [
        (page, target)
        for page in markdown()
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8"))
        if "://" not in target
    ]


def _anchors(page: Path) -> set[str]:
    """What GitHub calls the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    ("page", "target"), _links(), ids=lambda it: _name(it) if isinstance(it, Path) else it
)
def test_a_link_leads_somewhere(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    there = page.parent / path if path else page
    assert there.exists()
    assert not anchor or anchor in _anchors(there)
