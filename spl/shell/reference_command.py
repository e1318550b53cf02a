"""``spl reference``: the manual of every command and function, written from the registries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from spl import commands
from spl.commands import CommandEntry
from spl.errors import Span
from spl.values.book import Entry, Example, aggregates, functions

_HEAD = """\
# Reference

Written by `spl reference` from the definitions themselves; every example is executed by a test.
What Splunk does differently, or leaves open, stands with the entry it concerns.
"""


@click.command()
@click.argument("names", nargs=-1)
def reference(names: tuple[str, ...]) -> None:
    """Print the manual: all of it, or the entries of NAMES."""
    click.echo("\n".join(entries_of(names)) if names else write_reference(), nl=False)


def write_reference() -> str:
    """The whole reference as Markdown."""
    parts = [_HEAD, "## Commands\n"]
    supported = [entry for entry in commands.entries() if entry.refusal is None]
    for category, group in _by_category(supported):
        parts.append(f"### {category.capitalize()}\n")
        parts += [_command(entry) for entry in group]
    parts.append("## Functions of eval and where\n")
    for category, group in _by_category(functions):
        parts.append(f"### {category.capitalize()}\n")
        parts += [_function(entry) for entry in group]
    parts.append("## Aggregates of stats and its relatives\n")
    for category, group in _by_category(aggregates):
        parts.append(f"### {category.capitalize()}\n")
        parts += [_function(entry) for entry in group]
    parts.append(_refused())
    return "\n".join(parts)


def entries_of(names: Iterable[str]) -> Iterator[str]:
    """The entries of some names, commands first; BindError SPL301 for a name that is nothing."""
    for name in names:
        found = [book.get(name) for book in (functions, aggregates)]
        entries = [_function(entry) for entry in found if entry is not None]
        if not entries or name.lower() in commands.shapes():
            yield _command(commands.find_command(name, Span(0, len(name))))
        yield from entries


def _by_category(entries: Iterable[CommandEntry] | Iterable[Entry]) -> Iterator:  # type: ignore[type-arg]
    ordered = sorted(entries, key=lambda entry: (entry.category.lower(), entry.name))
    return groupby(ordered, key=lambda entry: entry.category)


def _command(entry: CommandEntry) -> str:
    names = "".join(f", `{alias}`" for alias in entry.aliases)
    return (
        f"#### `{entry.name}`{names}\n\n"
        f"```\n{entry.syntax}\n```\n\n{_prose(entry.summary, entry.notes, entry.examples)}"
    )


def _function(entry: Entry) -> str:  # type: ignore[type-arg]
    return f"#### `{entry.signature}`\n\n{_prose(entry.summary, entry.notes, entry.examples)}"


def _prose(summary: str, notes: str, examples: Iterable[Example]) -> str:
    parts = [summary]
    if notes:
        parts.append(notes)
    shown = "\n".join(f"{example.expression}\n    → {example.result}" for example in examples)
    if shown:
        parts.append(f"```\n{shown}\n```")
    return "\n\n".join(parts) + "\n"


def _refused() -> str:
    refused = [entry for entry in commands.entries() if entry.refusal is not None]
    rows = "\n".join(f"| `{entry.name}` | {entry.refusal} |" for entry in refused)
    return (
        "## Not supported\n\nRefused by name before any event is read.\n\n"
        f"| command | why |\n|---|---|\n{rows}\n"
    )
