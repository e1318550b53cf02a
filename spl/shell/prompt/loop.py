"""The prompt's loop: read, search, show; Ctrl-C stops a search and keeps the session."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_state_path
from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.output import ColorDepth

from spl.shell.colours import colours_wanted
from spl.shell.prompt import dots
from spl.shell.prompt.answer import answer
from spl.shell.prompt.completer import SplCompleter
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.highlighter import STYLE, SplLexer
from spl.shell.prompt.keys import editing_mode, keys
from spl.shell.prompt.toolbar import toolbar
from spl.shell.prompt.vocabulary import Vocabulary

__all__ = ["dots", "run_prompt"]


def run_prompt(desk: Desk) -> None:
    """Ask for searches until the user leaves."""
    vocabulary = Vocabulary(desk.session)
    session = _prompt(desk, vocabulary)
    while not desk.done:
        if vocabulary.loads != desk.loads:
            vocabulary.learn(desk.loads)
        typed, desk.typed = desk.typed, ""
        session.editing_mode = editing_mode(desk)
        try:
            text = session.prompt(default=typed)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        answer(desk, text)


def _prompt(desk: Desk, vocabulary: Vocabulary) -> PromptSession[str]:
    """The prompt, with everything that helps to type."""
    coloured = colours_wanted()
    session: PromptSession[str] = PromptSession(
        "spl> ",
        multiline=True,
        prompt_continuation="...> ",
        lexer=SplLexer(),
        style=STYLE if coloured else None,
        color_depth=None if coloured else ColorDepth.DEPTH_1_BIT,
        completer=SplCompleter(vocabulary),
        complete_while_typing=False,
        complete_in_thread=True,
        auto_suggest=AutoSuggestFromHistory(),
        history=_history(),
        key_bindings=keys(desk),
        enable_open_in_editor=True,
        tempfile_suffix=".spl",
        bottom_toolbar=lambda: bar(),
    )

    def bar() -> StyleAndTextTuples:
        before = session.default_buffer.document.text_before_cursor
        return toolbar(desk, before, session.output.get_size().columns)

    return session


def _history() -> History:
    """History in the user's state folder; in memory where that cannot be written."""
    try:
        folder = Path(user_state_path("spl", ensure_exists=True))
        path = folder / "history"
        path.touch()
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
