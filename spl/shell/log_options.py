"""What the user says about the events of logs: options that every command that reads them shares.

``spl test`` has none of them: the tests of a rule name the source and the sourcetype of their logs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from spl.events.intake import Settings
from spl.shell.options import with_options

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--source", help="Source of the events; by default told by the format."),
    click.option("--sourcetype", help="Sourcetype of the events; by default told by the format."),
    click.option(
        "--index",
        envvar="SPL_INDEX",
        help="Index to put the events in; by default main, or what an export of Splunk says.",
    ),
    click.option("--host", help="Host of the events; by default the event's own computer."),
)


def log_options(function: F) -> F:
    """Add the options; the command receives one object called ``said``."""

    @wraps(function)
    def call(
        source: str | None,
        sourcetype: str | None,
        index: str | None,
        host: str | None,
        **others: Any,
    ) -> Any:
        return function(said=Settings(source, sourcetype, index, host), **others)

    return with_options(call, _OPTIONS)  # type: ignore[no-any-return]
