"""What ``spl help`` prints: the page of an error code, a check, a command or a function."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from spl import commands
from spl.errors import BindError, did_you_mean
from spl.shell.manual import entries_of
from spl.values.book import aggregates, functions


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What an error code means.

    Attributes:
        code: the code.
        title: what is wrong, in a few words.
        why: what it means and what to do.
        example: a search that gives the error; empty where no search alone does.
        instead: the same without the error.
        shown: what was done when the error came up, where no search alone gives it.
        given: what the example needs: macros, lookups, rows.
    """

    code: str
    title: str
    why: str
    example: str
    instead: str
    shown: str
    given: dict[str, Any]

    def render(self) -> str:
        """The page as text."""
        parts = [f"{self.code}: {self.title}", self.why]
        if self.example:
            given = [f"    with {kind}: {value}" for kind, value in self.given.items()]
            parts.append("\n".join(["This gives it:", "", f"    {self.example}", *given]))
            parts.append(f"This does not:\n\n    {self.instead}")
        else:
            parts.append(f"It came up so:\n\n    {self.shown}")
        return "\n\n".join(parts) + "\n"


@cache
def error_pages() -> dict[str, ErrorPage]:
    """The page of each error code."""
    import yaml  # here, because a prompt starts without it

    text = importlib.resources.files("spl").joinpath("errors.yaml").read_text("utf-8")
    return {code: _page(code, dict(content)) for code, content in yaml.safe_load(text).items()}


def _page(code: str, content: dict[str, Any]) -> ErrorPage:
    words = {
        key: str(content.pop(key, "")) for key in ("title", "why", "example", "instead", "shown")
    }
    return ErrorPage(code=code, given=content, **words)


def help_pages(topic: str) -> Iterator[str]:
    """The pages about a topic; BindError SPL320 where nothing is called so.

    A topic is an error code (SPL301), a check of the linter (LINT101), a command, a function of
    eval or an aggregate of stats.
    """
    if topic.upper() in error_pages():
        yield error_pages()[topic.upper()].render()
        return
    if topic.upper().startswith("LINT"):
        # here: a search's error is explained without reading the checks
        from spl.shell.lint_command import explained_code

        yield explained_code(topic)
        return
    names = {*commands.shapes(), *functions.names(), *aggregates.names()}
    if topic.lower() not in {name.lower() for name in names}:
        hint = did_you_mean(topic, [*names, *error_pages()])
        raise BindError(
            f"There is no help about '{topic}'.",
            code="SPL320",
            hint=hint or "Topics: error codes, checks, commands, functions.",
        )
    yield from entries_of([topic.lower()])
