"""What apps would run on a Splunk server: none of it is run here, and each is refused by name.

These are custom search commands (commands.conf), scripted and modular inputs (inputs.conf) and
programs that unpack logs (props.conf). Lookups with `external_cmd` are refused with the lookups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spl.errors import BindError, KnowledgeError, SplError
from spl.knowledge.app import App
from spl.knowledge.conf import Setting, Settings, own_setting
from spl.knowledge.layers import layer

_OWN_INPUTS = frozenset(
    (
        "admon", "batch", "fifo", "filter", "fschange", "http", "monitor", "monitornohandle",
        "perfmon", "remote_queue", "splunktcp", "splunktcp-ssl", "tcp", "tcp-ssl", "udp",
        "wineventlog", "winhostmon", "winnetmon", "winprintmon", "winregmon",
    )
)  # fmt: skip


def refused_scripts(apps: Sequence[App]) -> Iterator[KnowledgeError]:
    """The custom search commands of commands.conf, and the inputs that run a program."""
    for name, settings in layer(apps, "commands").stanzas.items():
        yield _refusal(name, settings, "a custom search command is a script")
    for name, settings in layer(apps, "inputs").stanzas.items():
        scheme, marked, _ = name.partition("://")
        if marked and scheme.lower() == "script":
            yield _refusal(name, settings, "a scripted input is a script")
        elif marked and scheme.lower() not in _OWN_INPUTS:
            yield _refusal(name, settings, "a modular input is a script")


def refused_unpacking(settings: Settings) -> Iterator[KnowledgeError]:
    """The program that a stanza of props.conf would unpack logs with."""
    if "unarchive_cmd" in settings:
        setting = settings["unarchive_cmd"]
        message = f"'{setting.value}' is a program, and programs are never run here"
        yield setting.error(message, hint="Unpack the log first.", code="SPL605")


def refused_by_app(error: SplError, apps: Sequence[App]) -> SplError:
    """The error for an unknown command, which says so where an app defines it as a script."""
    if error.code != "SPL301" or error.span is None or error.text is None:
        return error
    name = error.text[error.span.start : error.span.end]
    commands = layer(apps, "commands").stanzas
    if name not in commands:
        return error
    setting = own_setting(name, commands[name])
    where = "" if setting is None else f" ({_place(setting)})"
    return BindError(
        f"The command '{name}' is not supported.",
        code="SPL302",
        span=error.span,
        text=error.text,
        origin=error.origin,
        hint=f"An app{where} defines it as a script, and scripts are never run here.",
    )


def _place(setting: Setting) -> str:
    return f"{setting.source.origin}, line {setting.line}"


def _refusal(name: str, settings: Settings, what: str) -> KnowledgeError:
    setting = own_setting(name, settings)
    message = f"{what}, and scripts are never run here"
    if setting is None:
        return KnowledgeError(f"[{name}]: {message}", code="SPL605")
    return setting.error(message, code="SPL605")
