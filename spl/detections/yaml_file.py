"""Reading YAML that people write: one clear error with a place, never code that runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from spl.errors import DataError, KnowledgeError, Span

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file whose top is a mapping.

    Errors: DataError SPL501 when the file cannot be read, KnowledgeError SPL610 when it is not
    YAML or not a mapping; the place is the line that the parser stopped at.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(
            f"Cannot read {path}: {error.strerror}.", code="SPL501", origin=str(path)
        ) from error
    except UnicodeDecodeError as error:
        raise KnowledgeError(
            f"{path} is not UTF-8 text: byte {error.start}.",
            code="SPL610",
            hint="Save the file as UTF-8.",
        ) from error
    try:
        # The loader builds plain data only: no Python objects, nothing is executed.
        document = yaml.load(content, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        start = mark.index if mark else 0
        raise KnowledgeError(
            f"This is not YAML: {error.problem or error.context or 'unreadable'}.",
            code="SPL610",
            span=Span(start, start + 1),
            text=content,
            origin=str(path),
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise KnowledgeError(
            f"This is not YAML: {str(error).splitlines()[0]}.", code="SPL610", origin=str(path)
        ) from error
    if not isinstance(document, dict):
        raise KnowledgeError(
            "This file is not a mapping of keys to values.",
            code="SPL610",
            origin=str(path),
            hint="A rule file starts with a line such as 'name: My Rule'.",
        )
    return document


def text(value: Any) -> str:
    """The text of a YAML scalar; empty for null and for anything that is not a scalar."""
    return "" if value is None or isinstance(value, dict | list) else str(value)


def sequence(value: Any) -> list[Any]:
    """The items of a YAML sequence; a lone value is a sequence of one, null of none."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a YAML sequence of scalars, empty ones left out."""
    return tuple(filter(None, map(text, sequence(value))))
