r"""The book of dot commands: what the prompt does besides searching; ``\name`` is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from spl.errors import BindError, Span, did_you_mean
from spl.shell.prompt.desk import Desk

Run = Callable[[Desk, str], None]


@dataclass(frozen=True, slots=True)
class DotCommand:
    """One dot command.

    Attributes:
        usage: its line in the help.
        summary: one sentence.
        run: does it, with the text behind its name.
        words: what its argument may be, for completion.
        completes: a method of the vocabulary that completes its argument, ``path``, or nothing.
    """

    usage: str
    summary: str
    run: Run
    words: tuple[str, ...] = ()
    completes: str = ""


DOT_COMMANDS: dict[str, DotCommand] = {}


def dot_command(
    usage: str, *, words: tuple[str, ...] = (), completes: str = "", also: str = ""
) -> Callable[[Run], Run]:
    """Enter a function as a dot command under the first word of its usage line."""

    def enter(run: Run) -> Run:
        assert run.__doc__
        entry = DotCommand(usage, run.__doc__.splitlines()[0], run, words, completes)
        for name in (usage.split()[0], also):
            if name in DOT_COMMANDS:
                raise ValueError(f"{name} is defined twice")
            if name:
                DOT_COMMANDS[name] = entry
        return run

    return enter


def is_dot(text: str) -> bool:
    """Whether an input is a dot command and no search."""
    return text.lstrip()[:1] in (".", "\\")


def run_dot(desk: Desk, line: str) -> None:
    """Run one dot command; BindError SPL320 for one that is not there."""
    name, _, argument = line.strip().partition(" ")
    entry = DOT_COMMANDS.get("." + name[1:])
    if entry is None:
        raise BindError(
            f"There is no command '{name}'.",
            code="SPL320",
            span=Span(0, len(name)),
            text=line.strip(),
            hint=did_you_mean("." + name[1:], DOT_COMMANDS) or "Type .help for the list.",
        )
    entry.run(desk, argument.strip())
