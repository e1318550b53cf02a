"""Dot commands about a search: why it gives what it gives, and what it means."""

from __future__ import annotations

from spl.errors import BindError
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import dot_command
from spl.shell.show_lines import show_lines, show_sections, text_width


@dot_command(".why [SEARCH]")
def why(desk: Desk, text: str) -> None:
    """Say why a search, by default the last one, gives no results, or so few."""
    found = desk.session.why(_search(desk, text), desk.earliest, desk.latest)
    show_lines(found.lines(text_width()))


@dot_command(".explain [SEARCH]")
def explain(desk: Desk, text: str) -> None:
    """Show what a search, by default the last one, expands to, its plan and its knowledge."""
    found = desk.session.explain(_search(desk, text), desk.earliest, desk.latest)
    show_sections(found.lines(text_width()))


@dot_command(".analyze [SEARCH]")
def analyze(desk: Desk, text: str) -> None:
    """Show what .explain shows, with the rows and seconds of every stage."""
    search = _search(desk, text)
    found = desk.session.explain(search, desk.earliest, desk.latest, analyze=True)
    show_sections(found.lines(text_width()))


def _search(desk: Desk, text: str) -> str:
    if not text and not desk.text:
        raise BindError(
            "There is no search to ask about.",
            code="SPL323",
            hint="Run a search first, or write it behind the command.",
        )
    return text or desk.text
