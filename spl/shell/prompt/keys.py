"""Keys of the prompt beyond those of emacs and vi."""

from __future__ import annotations

from prompt_toolkit.application.current import get_app
from prompt_toolkit.enums import EditingMode
from prompt_toolkit.filters import completion_is_selected
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from spl.shell.prompt.complete_text import is_complete
from spl.shell.prompt.desk import Desk


def keys(desk: Desk) -> KeyBindings:
    """Enter ends a whole search and continues a half one; F4 changes between emacs and vi."""
    bindings = KeyBindings()

    @bindings.add("enter")
    def _(event: KeyPressEvent) -> None:
        buffer = event.current_buffer
        if is_complete(buffer.text):
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n")

    @bindings.add("enter", filter=completion_is_selected)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.complete_state = None

    @bindings.add("f4")
    def _(event: KeyPressEvent) -> None:
        del event
        desk.editing = "vi" if desk.editing == "emacs" else "emacs"
        get_app().editing_mode = editing_mode(desk)

    return bindings


def editing_mode(desk: Desk) -> EditingMode:
    """The mode that the user has chosen."""
    return EditingMode.VI if desk.editing == "vi" else EditingMode.EMACS
