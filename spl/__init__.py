"""Run Splunk searches where there is no Splunk."""

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
