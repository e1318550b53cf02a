"""The syntax tree of a search, as lines for people and as objects for programs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from spl.language import ast
from spl.language.format import (
    format_command,
    format_eval_expression,
    format_search_expression,
)

_SEARCH = (ast.And, ast.Or, ast.Not)


def tree_lines(pipeline: ast.Pipeline, indent: str = "") -> Iterator[str]:
    """A line per command and, of a filter, per operator and operand, each below what it is in."""
    for command in pipeline.commands:
        yield from _command(command, indent)


def tree_object(node: object) -> Any:
    """The tree as mappings with the kind of node under ``node``; spans as [start, end]."""
    if isinstance(node, tuple):
        return [tree_object(item) for item in node]
    if not isinstance(node, ast.Node):
        return node
    found: dict[str, Any] = {"node": type(node).__name__}
    for field in dataclasses.fields(node):
        value = getattr(node, field.name)
        if field.name == "span":
            found["span"] = [value.start, value.end]
        else:
            found[field.name] = tree_object(value)
    return found


def _command(command: ast.Command, indent: str) -> Iterator[str]:
    arguments = command.arguments
    inside = indent + "  "
    match arguments:
        case ast.SearchArguments(expression):
            yield f"{indent}search"
            yield from _search(expression, inside)
        case ast.WhereArguments(expression):
            yield f"{indent}where"
            yield from _eval(expression, inside)
        case ast.TstatsArguments(where=where) if where is not None:
            yield f"{indent}{format_command(_without_where(command, arguments))}"
            yield f"{inside}where"
            yield from _search(where, inside + "  ")
        case _:
            yield f"{indent}{format_command(command)}"
            for subsearch in _subsearches(arguments):
                yield f"{inside}subsearch"
                yield from tree_lines(subsearch.pipeline, inside + "  ")


def _without_where(command: ast.Command, arguments: ast.TstatsArguments) -> ast.Command:
    return dataclasses.replace(command, arguments=dataclasses.replace(arguments, where=None))


def _search(expression: ast.SearchExpr, indent: str) -> Iterator[str]:
    match expression:
        case ast.And(items) | ast.Or(items):
            yield f"{indent}{'AND' if isinstance(expression, ast.And) else 'OR'}"
            for item in items:
                yield from _search(item, indent + "  ")
        case ast.Not(item):
            yield f"{indent}NOT"
            yield from _search(item, indent + "  ")
        case ast.Subsearch(pipeline):
            yield f"{indent}subsearch"
            yield from tree_lines(pipeline, indent + "  ")
        case _:
            yield f"{indent}{format_search_expression(expression) or '(everything)'}"


def _eval(expression: ast.Expr, indent: str) -> Iterator[str]:
    match expression:
        case ast.Binary(op=("AND" | "OR" | "XOR") as op, left=left, right=right):
            yield f"{indent}{op}"
            yield from _eval(left, indent + "  ")
            yield from _eval(right, indent + "  ")
        case ast.Unary(op="NOT" | "!", operand=operand):
            yield f"{indent}NOT"
            yield from _eval(operand, indent + "  ")
        case _:
            yield f"{indent}{format_eval_expression(expression)}"


def _subsearches(node: object) -> Iterator[ast.Subsearch]:
    if isinstance(node, tuple):
        for item in node:
            yield from _subsearches(item)
    elif isinstance(node, ast.Subsearch):
        yield node
    elif isinstance(node, ast.Node):
        for field in dataclasses.fields(node):
            yield from _subsearches(getattr(node, field.name))
