"""What the shell may complete: files, and what spl help explains."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def complete_files(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """The shell's own names of files."""
    del context, parameter
    return [CompletionItem(incomplete, type="file")]


def complete_topics(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Error codes, checks of the linter, commands, functions and aggregates."""
    del context, parameter
    from spl.commands import entries  # here: all of it is read only where a key was pressed
    from spl.detections.lint import checks
    from spl.shell.help_page import error_pages
    from spl.values.book import aggregates, functions

    names = [
        *((code, page.title) for code, page in error_pages().items()),
        *((check.code, check.title) for check in checks()),
        *((entry.name, "command") for entry in entries()),
        *((entry.name, "function") for entry in functions),
        *((entry.name, "aggregate") for entry in aggregates),
    ]
    sought = incomplete.casefold()
    found = {name: said for name, said in names if name.casefold().startswith(sought)}
    return [CompletionItem(name, help=said) for name, said in found.items()]
