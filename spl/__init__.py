"""Run Splunk searches where there is no Splunk.

    session = spl.Session()
    session.load("security.xml")
    for row in session.search("EventCode=4688 | stats count BY NewProcessName"):
        print(row["NewProcessName"], row["count"])

A `Session` holds logs and knowledge. Its `search` gives `Results`: a row is a dict from column to
text, or to a list of texts where there are several values; null has no key. Every error is an
`SplError`: `SplSyntaxError`, `MacroError` or `BindError` before a row is read, `RunError` while a
search runs, `DataError` about logs, `KnowledgeError` about apps and rules.
`parse` gives the tree of a search. These are all public names; examples/python shows them at work.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spl.engine.results import Results
    from spl.errors import (
        BindError,
        DataError,
        KnowledgeError,
        MacroError,
        RunError,
        Span,
        SplError,
        SplSyntaxError,
    )
    from spl.session import Session, parse

__all__ = [
    "BindError",
    "DataError",
    "KnowledgeError",
    "MacroError",
    "Results",
    "RunError",
    "Session",
    "Span",
    "SplError",
    "SplSyntaxError",
    "parse",
]

__version__ = "0.1.0"

_HOMES = {"Results": "spl.engine.results", "Session": "spl.session", "parse": "spl.session"}


def __getattr__(name: str) -> Any:
    """A public name, imported when it is first used.

    Whoever has this package installed imports this file whenever pytest starts, for its plugin;
    that must cost nothing.
    """
    if name not in __all__:
        raise AttributeError(f"module 'spl' has no attribute '{name}'")
    value = getattr(importlib.import_module(_HOMES.get(name, "spl.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, imported or not, and all others."""
    return sorted({*globals(), *__all__})
