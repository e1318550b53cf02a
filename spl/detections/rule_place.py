"""From a place in the search of a rule to its place in the rule's file."""

from __future__ import annotations

import copy
from pathlib import Path

from spl.detections.yaml_file import Document, read_document
from spl.detections.yaml_places import Scalar
from spl.errors import Span, SplError


def span_in_file(scalar: Scalar, span: Span) -> Span:
    """The stretch of the file in which a stretch of a scalar's value is written."""
    last = max(span.start, span.end - 1)
    return Span(scalar.place(span.start), scalar.place(last) + 1, span.macro, span.inside)


def in_document(error: SplError, document: Document, *keys: str | int) -> SplError:
    """*error*, whose place is in the scalar that *keys* lead to, shown in the file itself.

    An error that speaks of another text stays as it is.
    """
    scalar = document.scalar(*keys)
    if scalar is None or error.span is None or error.text != scalar.value:
        return error
    told = copy.copy(error)
    told.span = span_in_file(scalar, error.span)
    told.text, told.origin = document.content, str(document.path)
    return told


def in_rule_file(error: SplError, path: Path) -> SplError:
    """*error* of a rule's search, shown in the rule's file, which is read again for that."""
    if error.span is None or error.origin is not None:
        return error
    try:
        return in_document(error, read_document(path), "search")
    except SplError:
        return error
