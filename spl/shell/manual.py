"""The manual of every command, function and aggregate as Markdown, out of their definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from spl import commands
from spl.commands import CommandEntry
from spl.errors import Span
from spl.values.book import Entry, Example, aggregates, functions

_HEAD = """\
# Reference

Written by `spl reference` from the definitions themselves: every command, function and aggregate
with its syntax, its options, where it deviates from Splunk, what was chosen where Splunk's
documentation is silent, and examples. A test executes every example.

An example of a command is `rows | pipeline`, with the rows as JSON, and what it gives. Where one
names them, there are a lookup table `people` (`name`, `dept`: al is in ops, bo in dev), which is
also a CSV file, a saved search `staff of`, and two events of the host pc1. A multivalue is shown as
a JSON list for a command, and as `a | b` for a function; null as `null`. In the examples of an
aggregate `2@5` is the value 2 of an event at the time 5.
"""
_LABEL = re.compile(r"(Options|Deviations?|Choices?|Examples?): ")
_OPTION = re.compile(r"; (?=(?:and )?`)")
_CODE = re.compile(r"``(.+?)``", re.DOTALL)
_NAME = re.compile(r"(?<![\w*`])\*(\w[\w<>]*)\*(?![\w*`])")


def write_reference() -> str:
    """The whole manual."""
    supported = [entry for entry in commands.entries() if entry.refusal is None]
    parts = [_HEAD, _contents(supported)]
    parts += ["## Commands\n", *_chapter(supported, _command)]
    parts += ["## Functions of eval and where\n", *_chapter(functions, _function)]
    parts += ["## Aggregates of stats and its relatives\n", *_chapter(aggregates, _function)]
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


def _contents(supported: list[CommandEntry]) -> str:
    """Every name by chapter and category."""
    lines = ["## Contents\n"]
    books: tuple[tuple[str, Iterable[Any]], ...] = (
        ("Commands", supported),
        ("Functions", functions),
        ("Aggregates", aggregates),
    )
    for title, entries in books:
        lines.append(f"**{title}**\n")
        for category, group in _by_category(entries):
            lines.append(f"- {_capital(category)}: {', '.join(f'`{e.name}`' for e in group)}")
        lines.append("")
    lines.append("[Not supported](#not-supported)\n")
    return "\n".join(lines)


def _chapter(entries: Iterable[Any], write: Any) -> Iterator[str]:
    for category, group in _by_category(entries):
        yield f"### {_capital(category)}\n"
        yield from (write(entry) for entry in group)


def _by_category(entries: Iterable[Any]) -> list[tuple[str, list[Any]]]:
    ordered = sorted(entries, key=lambda entry: (entry.category.lower(), entry.name))
    return [(key, list(group)) for key, group in groupby(ordered, key=lambda e: e.category)]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _command(entry: CommandEntry) -> str:
    also = f"Also called {', '.join(f'`{a}`' for a in entry.aliases)}." if entry.aliases else ""
    parts = [f"#### `{entry.name}`", f"```\n{entry.syntax}\n```", also]
    return "\n\n".join(p for p in parts if p) + "\n\n" + _prose(entry)


def _function(entry: Entry[Any]) -> str:
    return f"#### `{entry.signature}`\n\n{_prose(entry)}"


def _prose(entry: CommandEntry | Entry[Any]) -> str:
    paragraphs = [entry.summary, *re.split(r"\n\s*\n", entry.notes)]
    parts = [_paragraph(text) for text in paragraphs if text.strip()]
    if entry.examples:
        parts.append(_examples(entry.examples))
    return "\n\n".join(parts) + "\n"


def _paragraph(text: str) -> str:
    """One paragraph of a docstring; its options as a list, its label in bold."""
    text = _NAME.sub(r"`\1`", _CODE.sub(_code, text))
    label = _LABEL.match(text)
    if label is None or label[1] != "Options":
        return _LABEL.sub(r"**\1.** ", text, count=1) if label else text
    first, stop, rest = text[label.end() :].partition(". ")
    items = [" ".join(item.removeprefix("and ").split()) for item in _OPTION.split(first)]
    listed = "\n".join(f"- {item}" for item in items)
    return f"**Options.**\n\n{listed}" + (f"\n\n{rest.strip()}" if stop and rest.strip() else "")


def _code(found: re.Match[str]) -> str:
    text = " ".join(found[1].split())
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _examples(examples: Iterable[Example]) -> str:
    shown = "\n".join(f"{example.expression}\n    → {example.result}" for example in examples)
    return f"**Examples.**\n\n```\n{shown}\n```"


def _refused() -> str:
    refused = [entry for entry in commands.entries() if entry.refusal is not None]
    rows = "\n".join(f"| `{entry.name}` | {entry.refusal} |" for entry in refused)
    return (
        "## Not supported\n\nRefused by name before any event is read.\n\n"
        f"| command | why |\n|---|---|\n{rows}\n"
    )
