"""What a search looks for: the words and values that an event view marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spl.language import ast


@dataclass(frozen=True, slots=True)
class Sought:
    """The texts that the events of a search hold by its own words; ``*`` is a wildcard in them.

    Attributes:
        words: keywords and phrases, looked for in _raw.
        fields: field and pattern of each comparison that asks for a value.
        tabular: the search asks for columns, with table, rather than for events.
    """

    words: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    tabular: bool = False


def sought(pipeline: ast.Pipeline) -> Sought:
    """Read the search stages of *pipeline*, and the words of highlight.

    What stands under NOT, or is compared by another operator than ``=``, is not sought.
    """
    words: list[str] = []
    fields: list[tuple[str, str]] = []
    for command in pipeline.commands:
        match command.arguments:
            case ast.SearchArguments(expression):
                for name, pattern in _asked(expression):
                    if name is None:
                        words.append(pattern)
                    else:
                        fields.append((name, pattern))
            case ast.OptionsArguments(items) if command.name == "highlight":
                words += [i.value for i in items if isinstance(i, ast.Word | ast.Text)]
    kept = [word for word in words if word.strip("*")]
    tabular = any(command.name == "table" for command in pipeline.commands)
    return Sought(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(fields)), tabular)


def _asked(expression: ast.SearchExpr) -> Iterator[tuple[str | None, str]]:
    """Field and pattern of everything that is asked for; a keyword has no field."""
    match expression:
        case ast.And() | ast.Or():
            for item in expression.items:
                yield from _asked(item)
        case ast.Term(pattern):
            yield None, _text(pattern)
        case ast.Compare(field, "=" | "==", ast.Pattern() | ast.Exactly() as value):
            yield field.name, _text(value)
        case ast.Membership(field, values, False):
            for member in values:
                if not isinstance(member, ast.Subsearch):
                    yield field.name, _text(member)


def _text(value: ast.Pattern | ast.Exactly) -> str:
    return (value.pattern if isinstance(value, ast.Exactly) else value).value
