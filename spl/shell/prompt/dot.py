"""The dot commands of the prompt: what is not a search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import click

from spl import commands
from spl.errors import BindError, Span
from spl.session import Session
from spl.shell.render import FORMATS
from spl.values.book import aggregates, functions


@dataclass(slots=True)
class Desk:
    """What the prompt keeps between two inputs.

    Attributes:
        session: where searches run.
        output: the format of results.
        done: the user wants to leave.
    """

    session: Session
    output: str = "table"
    done: bool = field(default=False)


@dataclass(frozen=True, slots=True)
class DotCommand:
    """One dot command: its usage line, one sentence, what it does with its argument."""

    usage: str
    summary: str
    run: Callable[[Desk, str], None]


DOT_COMMANDS: dict[str, DotCommand] = {}

Run = Callable[[Desk, str], None]


def dot_command(usage: str) -> Callable[[Run], Run]:
    """Enter a function as a dot command under the first word of its usage line."""

    def enter(run: Run) -> Run:
        assert run.__doc__
        DOT_COMMANDS[usage.split()[0]] = DotCommand(usage, run.__doc__.splitlines()[0], run)
        return run

    return enter


def run_dot(desk: Desk, line: str) -> None:
    """Run one dot command; BindError SPL320 for one that is not there."""
    name, _, argument = line.strip().partition(" ")
    entry = DOT_COMMANDS.get(name)
    if entry is None:
        raise BindError(
            f"There is no command '{name}'.",
            code="SPL320",
            span=Span(0, len(name)),
            text=line,
            hint="Type .help for the list.",
        )
    entry.run(desk, argument.strip())


@dot_command(".help [COMMAND OR FUNCTION]")
def _help(_: Desk, name: str) -> None:
    """Show this list, or the manual entry of a command or function."""
    if not name:
        widest = max(len(entry.usage) for entry in DOT_COMMANDS.values())
        for entry in DOT_COMMANDS.values():
            click.echo(f"{entry.usage:<{widest}}  {entry.summary}")
        return
    for book in (functions, aggregates):
        if found := book.get(name):
            click.echo(f"{found.signature}\n  {found.summary}\n{found.notes}".rstrip())
            for example in found.examples:
                click.echo(f"  {example.expression} -> {example.result}")
            return
    command = commands.find_command(name, Span(0, len(name)))
    click.echo(f"{command.syntax}\n  {command.summary}\n{command.notes}".rstrip())


@dot_command(".load FILE")
def _load(desk: Desk, path: str) -> None:
    """Read one more log file or folder."""
    loaded = desk.session.load(path)
    for sentence in loaded.warnings():
        click.echo(f"warning: {sentence}", err=True)


@dot_command(".fields")
def _fields(desk: Desk, _: str) -> None:
    """List the fields of the loaded events."""
    click.echo("  ".join(sorted(desk.session.field_names())) or "No events are loaded.")


@dot_command(".macros")
def _macros(desk: Desk, _: str) -> None:
    """List the macros."""
    click.echo("  ".join(sorted(desk.session.macros)))


@dot_command(".output [FORMAT]")
def _output(desk: Desk, name: str) -> None:
    """Show or set the format of results."""
    if name and name not in FORMATS:
        raise BindError(
            f"There is no output format '{name}'.",
            code="SPL321",
            hint=f"Formats: {', '.join(FORMATS)}.",
        )
    desk.output = name or desk.output
    click.echo(desk.output)


@dot_command(".quit")
def _quit(desk: Desk, _: str) -> None:
    """Leave."""
    desk.done = True
