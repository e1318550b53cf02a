"""The prompt's loop: read, search, show; Ctrl-C stops a search and keeps the session."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click
from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from spl.errors import SplError
from spl.shell.options import warn
from spl.shell.prompt.complete_text import is_complete
from spl.shell.prompt.completer import SplCompleter
from spl.shell.prompt.dot import Desk, run_dot
from spl.shell.prompt.highlighter import STYLE, SplLexer
from spl.shell.show import show


def run_prompt(desk: Desk) -> None:
    """Ask for searches until the user leaves."""
    completer = SplCompleter(desk.session)
    completer.learn_fields()
    session: PromptSession[str] = PromptSession(
        "spl> ",
        multiline=True,
        prompt_continuation="...> ",
        lexer=SplLexer(),
        style=STYLE,
        completer=completer,
        complete_while_typing=False,
        auto_suggest=AutoSuggestFromHistory(),
        history=_history(),
        key_bindings=_keys(),
    )
    while not desk.done:
        try:
            text = session.prompt()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        answer(desk, text)
        if text.lstrip().startswith(".load"):
            completer.learn_fields()


def run_script(desk: Desk, stream: TextIO) -> None:
    """Run the searches of a stream, separated by empty lines."""
    for text in _searches(stream):
        if desk.done:
            return
        answer(desk, text)


def answer(desk: Desk, text: str) -> None:
    """Run one input and show what comes of it; errors are shown and the session goes on."""
    if not text.strip():
        return
    try:
        if text.lstrip().startswith("."):
            run_dot(desk, text)
        else:
            _search(desk, text)
    except SplError as error:
        click.echo(error.render(), err=True)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)


def _search(desk: Desk, text: str) -> None:
    results = desk.session.search(text)
    show(results, desk.output, desk.session.zone, title=text.strip())
    click.echo(f"({len(results)} result{'' if len(results) == 1 else 's'})")
    warn(results.warnings)


def _searches(stream: TextIO) -> Iterator[str]:
    lines: list[str] = []
    for line in stream:
        if line.strip():
            lines.append(line)
        elif lines:
            yield "".join(lines)
            lines = []
    if lines:
        yield "".join(lines)


def _keys() -> KeyBindings:
    """Enter ends a whole search and continues a half one."""
    keys = KeyBindings()

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    return keys


def _history() -> History:
    """History in the user's state folder; in memory where that cannot be written."""
    try:
        folder = Path(user_state_path("spl", ensure_exists=True))
        path = folder / "history"
        path.touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
