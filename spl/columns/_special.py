"""The functions whose argument is no value: mvmap, mvfilter, searchmatch, lookup, sigfig."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Protocol

import numpy as np

from spl.columns.column import Column
from spl.columns.dictionary import identity
from spl.columns.lift import Answers, Domain, Vector, align, apply
from spl.columns.match import matches
from spl.columns.table import Table
from spl.errors import BindError
from spl.language import ast
from spl.language.eval_tree import children, field_names
from spl.language.parser import parse_search_expression
from spl.values.book import functions
from spl.values.environment import Environment
from spl.values.significance import OPERATORS
from spl.values.value import Value, as_field


class Evaluator(Protocol):
    """What evaluates the arguments."""

    table: Table
    env: Environment

    def vector(self, expr: ast.Expr) -> Vector:
        """What *expr* gives."""

    def over(self, table: Table) -> Evaluator:
        """The same for other rows."""


def evaluate_special(node: ast.Call, evaluator: Evaluator) -> Vector | None:
    """What a call of a special function gives; None where the function is an ordinary one."""
    match node.name:
        case "mvmap":
            return _each_value(node, node.args[0], node.args[1], evaluator)
        case "mvfilter":
            name = ast.FieldName(_bound_field(node.args[0], node))
            return _each_value(node, name, node.args[0], evaluator)
        case "searchmatch":
            return _searchmatch(node, evaluator)
        case "lookup":
            return _lookup(node, evaluator)
        case "sigfig":
            return _sigfig(node, evaluator)
    return None


def _bound_field(expr: ast.Expr, node: ast.Call) -> str:
    """The one field that *expr* names."""
    names = field_names(expr)
    if len(names) != 1:
        raise BindError(
            f"The arguments to the '{node.name}' function are invalid.",
            code="SPL311",
            span=node.span,
            hint="Its expression must name one field.",
        )
    return names[0]


def _each_value(node: ast.Call, source: ast.Expr, inner: ast.Expr, evaluator: Evaluator) -> Vector:
    """Call the function with the value of *source* and what *inner* gives for each item of it.

    Inside *inner* the field that *source* names stands for the item; other fields keep theirs.
    """
    bound = field_names(source)
    name = _bound_field(source, node) if bound else ""
    others = [other for other in field_names(inner) if other != name]
    vectors = [evaluator.vector(source)]
    vectors += [evaluator.vector(ast.FieldName(other)) for other in others]
    domain, lists = align(vectors, evaluator.table.size)
    count = 1 if domain is None else _length(vectors, domain)
    values, *rest = ([v for v, _ in zip(each, range(count), strict=False)] for each in lists)
    items = [_items(value) for value in values]
    rows = [member for member, group in enumerate(items) for _ in group]
    columns = {name: Column.of(item for group in items for item in group)}
    columns |= {
        other: Column.of(each[row] for row in rows)
        for other, each in zip(others, rest, strict=True)
    }
    results = iter(
        evaluator.over(Table(columns, len(rows))).vector(inner).column(len(rows)).to_list()
    )
    answers = [
        _call(node, value, group, results) for value, group in zip(values, items, strict=True)
    ]
    return Vector(Answers(answers), domain)


def _call(node: ast.Call, value: Value, items: Sequence[Value], results: Iterable[Value]) -> Value:
    """Hand the value and a function that knows the answer for each item to the function."""
    known = {identity(item): result for item, result in zip(items, results, strict=False)}
    entry = functions.get(node.name)
    assert entry is not None
    return entry.body(value, lambda item: known[identity(item)])


def _length(vectors: Sequence[Vector], domain: Domain) -> int:
    """Number of members that an aligned list has."""
    return max([domain.size, *(len(v.values) for v in vectors if v.domain is domain)])


def _items(value: Value) -> tuple[Value, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


def check_special(node: ast.Call) -> None:
    """Raise BindError for a special function whose argument cannot be what it must be."""
    match node.name:
        case "mvmap":
            if field_names(node.args[0]):
                _bound_field(node.args[0], node)
        case "mvfilter":
            _bound_field(node.args[0], node)
        case "searchmatch":
            _search_of(node)


def _search_of(node: ast.Call) -> ast.SearchExpr:
    """The search expression that searchmatch is given as a literal."""
    (argument,) = node.args
    if not isinstance(argument, ast.Text):
        raise BindError(
            "The arguments to the 'searchmatch' function are invalid.",
            code="SPL311",
            span=node.span,
            hint='It takes a quoted search, such as searchmatch("status=404 error").',
        )
    return parse_search_expression(argument.value)


def _searchmatch(node: ast.Call, evaluator: Evaluator) -> Vector:
    """Match the event against a search expression."""
    mask = matches(_search_of(node), evaluator.table, evaluator.env)
    return Vector(Answers((False, True)), Domain(mask.astype(np.int32), 2))


def _lookup(node: ast.Call, evaluator: Evaluator) -> Vector:
    """Ask the session's lookup tables."""
    if evaluator.env.lookup is None:
        raise BindError(
            "The 'lookup' function is not available here.", code="SPL316", span=node.span
        )
    arguments = [evaluator.vector(argument) for argument in node.args]
    return apply(evaluator.env.lookup, arguments, evaluator.table.size)


def _sigfig(node: ast.Call, evaluator: Evaluator) -> Vector:
    """Hand over the calculation in postfix order, with literals as they are written."""
    program: list[int | str] = []
    operands: list[Vector] = []
    stack: list[tuple[ast.Expr, bool]] = [(node.args[0], False)]
    while stack:
        item, done = stack.pop()
        if isinstance(item, ast.Binary) and item.op in OPERATORS:
            if done:
                program.append(item.op)
                continue
            stack.append((item, True))
            stack.extend((child, False) for child in reversed(children(item)))
        else:
            program.append(len(operands))
            operands.append(
                Vector.constant(as_field(item.raw))
                if isinstance(item, ast.Number)
                else evaluator.vector(item)
            )
    entry = functions.get(node.name)
    assert entry is not None
    return apply(partial(entry.body, tuple(program)), operands, evaluator.table.size)
