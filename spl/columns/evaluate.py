"""Expressions of eval and where over a table: every operator and function lifted over columns."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Sequence
from functools import cache, partial
from typing import Any, TypeGuard

import spl.values.eval  # noqa: F401  # fills the book of functions
from spl.columns._branches import BRANCHING, evaluate_branches
from spl.columns._special import evaluate_special
from spl.columns.calculated import calculated
from spl.columns.check import function_of
from spl.columns.column import Column
from spl.columns.dictionary import Dictionary, Mask
from spl.columns.lift import Answers, Domain, Vector, apply, compact
from spl.columns.numbers import Numbers
from spl.columns.table import Table
from spl.columns.texts import Texts
from spl.columns.written_times import written_times
from spl.errors import BindError
from spl.language import ast
from spl.language.eval_tree import children, walk
from spl.values import arithmetic, compare
from spl.values.book import functions
from spl.values.environment import Environment
from spl.values.value import Value, as_field, read_number

Function = Callable[..., Value]

_UNARY: dict[str, Function] = {
    "NOT": compare.not_,
    "!": compare.not_,
    "-": arithmetic.negate,
    "+": arithmetic.plus,
}
_BINARY: dict[str, Function] = {
    "AND": compare.and_,
    "OR": compare.or_,
    "XOR": compare.xor_,
    "LIKE": compare.like,
    "+": arithmetic.add,
    "-": arithmetic.subtract,
    "*": arithmetic.multiply,
    "/": arithmetic.divide,
    "%": arithmetic.modulo,
    ".": arithmetic.concatenate,
}
_CHANGING = frozenset({"random", "time", "lookup", "searchmatch"})
_DEEPEST_KEY = 60


def evaluate(expr: ast.Expr, table: Table, env: Environment) -> Column:
    """The column of what *expr* gives in each row; null where it cannot be worked out.

    A field that is not there is null.
    """
    return Evaluation(table, env).vector(expr).column(table.size)


def holds(expr: ast.Expr, table: Table, env: Environment) -> Mask:
    """True where *expr* could be worked out and is true (Splunk, Search Reference: where)."""
    return Evaluation(table, env).vector(expr).mask(_is_true, table.size)


class Evaluation:
    """One expression over one table.

    Attributes:
        table: the rows.
        env: clock, time zone, lookup tables.
    """

    def __init__(self, table: Table, env: Environment) -> None:
        """Start with no field read."""
        self.table = table
        self.env = env
        self._fields: dict[str, _Field] = {}

    def vector(self, expr: ast.Expr) -> Vector:
        """What *expr* gives, in the smallest domain that tells its answers apart."""
        traits = _traits(expr)
        stack: list[tuple[ast.Expr, bool]] = [(expr, False)]
        found: list[Vector] = []
        kept: list[_Trait] = []
        while stack:
            node, ready = stack.pop()
            if not ready:
                trait = traits[id(node)]
                vector = self._at_once(node, None if kept else trait)
                if vector is None and _chooses(node, trait):
                    vector = evaluate_branches(node, self)
                if vector is not None:
                    found.append(vector)
                    continue
                if trait.field is not None and not kept:
                    kept.append(trait)
                stack.append((node, True))
                stack.extend((child, False) for child in reversed(children(node)))
                continue
            count = len(children(node))
            arguments = found[len(found) - count :]
            del found[len(found) - count :]
            found.append(self._applied(node, arguments))
            if kept and kept[-1].node is node:
                self._keep(kept.pop(), found[-1])
        return found[0]

    def over(self, table: Table) -> Evaluation:
        """The same evaluation over other rows."""
        return Evaluation(table, self.env)

    def _applied(self, node: ast.Expr, arguments: Sequence[Vector]) -> Vector:
        """The vector of an operator or a function of *arguments*."""
        match node, arguments:
            case ast.Call(name="strftime"), (Vector(domain=Domain()) as times, form):
                told = form.values[0] if form.domain is None else None
                if isinstance(told, str):
                    texts = written_times(times.values, told, self.env.zone)
                    if texts is not None:
                        return Vector(Answers(texts), times.domain)
            case ast.Binary(op=op), _:
                at_once = partial(calculated, op)
                return apply(self._function(node), arguments, self.table.size, at_once)
        return apply(self._function(node), arguments, self.table.size)

    def _field(self, name: str) -> _Field:
        if name not in self._fields:
            self._fields[name] = _Field(as_field_column(self.table.column(name)))
        return self._fields[name]

    def _at_once(self, node: ast.Expr, trait: _Trait | None) -> Vector | None:
        """The vector of a leaf, of a special function, or of what was worked out before."""
        match node:
            case ast.FieldName():
                return self._field(node.name).vector
            case ast.Number():
                return Vector.constant(literal_number(node.raw))
            case ast.Text():
                return Vector.constant(node.value)
            case ast.Subsearch():
                raise BindError("A subsearch cannot stand in an expression.", span=node.span)
            case ast.Call() if node.name == "random":
                rows = [self._function(node)() for _ in range(self.table.size)]
                return Vector(Answers(rows), Domain.rows(self.table.size))
            case ast.Call() if (special := evaluate_special(node, self)) is not None:
                return special
        if trait is None or trait.field is None:
            return None
        return self._field(trait.field).recall(self._key(trait))

    def _keep(self, trait: _Trait, vector: Vector) -> None:
        assert trait.field is not None
        self._field(trait.field).keep(self._key(trait), vector)

    def _key(self, trait: _Trait) -> Hashable:
        outside = (self.env.now, self.env.zone) if trait.reads_env else None
        return ("eval", trait.node, outside)

    def _function(self, node: ast.Expr) -> Function:
        match node:
            case ast.Unary():
                return _UNARY[node.op]
            case ast.Binary():
                known = _BINARY.get(node.op)
                return known or partial(compare.compare, node.op)
            case ast.InList():
                return _not_in if node.negated else _in
            case ast.Call():
                return bind_function(node, self.env)
        raise AssertionError(node)


class _Field:
    """A field of the table, as a vector and as the column that answers are kept with."""

    __slots__ = ("_all", "_column", "vector")

    def __init__(self, column: Column) -> None:
        self._column = column
        self.vector = Vector.of(column)
        whole = self.vector.answers is column.dictionary.recall("answers")
        self._all = self.vector.domain if whole else None

    def recall(self, key: Hashable) -> Vector | None:
        """The answers that an earlier search left, for these rows."""
        answers = self._column.dictionary.recall(key)
        if not isinstance(answers, Answers):
            return None
        return Vector(answers, self._all or Domain(self._column.codes, len(answers.values)))

    def keep(self, key: Hashable, vector: Vector) -> None:
        """Leave the answers for later searches, where they cover the whole dictionary."""
        if self._all is not None and vector.domain is self._all:
            self._column.dictionary.remember(key, lambda _: vector.answers)


class _Trait:
    """What is known of a node before it is evaluated: whether, and where, answers can be kept."""

    __slots__ = ("depth", "field", "node", "pure", "reads_env", "several")

    def __init__(self, node: ast.Expr, parts: Sequence[_Trait]) -> None:
        self.node = node
        self.depth: int = 1 + max((part.depth for part in parts), default=0)
        named = {part.field for part in parts if part.field is not None}
        if isinstance(node, ast.FieldName):
            named = {node.name}
        self.reads_env: bool = any(part.reads_env for part in parts)
        self.pure: bool = all(part.pure for part in parts)
        self.several: bool = len(named) > 1 or any(part.several for part in parts)
        if isinstance(node, ast.Call):
            entry = functions.get(node.name)
            self.pure &= entry is not None and entry.name not in _CHANGING
            self.reads_env |= entry is not None and _takes_env(entry.body)
        keep = self.pure and not self.several and self.depth <= _DEEPEST_KEY
        self.field: str | None = next(iter(named), None) if keep else None
        self.several |= bool(named) and not keep


def _chooses(node: ast.Expr, trait: _Trait) -> TypeGuard[ast.Call]:
    """Whether it takes one of its arguments, and which depends on several fields."""
    if not isinstance(node, ast.Call) or node.name not in BRANCHING:
        return False
    return trait.several and trait.pure and trait.depth <= _DEEPEST_KEY


def _traits(expr: ast.Expr) -> dict[int, _Trait]:
    traits: dict[int, _Trait] = {}
    for node in walk(expr):
        traits[id(node)] = _Trait(node, [traits[id(child)] for child in children(node)])
    return traits


def is_lasting(expr: ast.Expr) -> bool:
    """Whether *expr* gives of the same fields the same in every search, whenever that is asked."""
    trait = _traits(expr)[id(expr)]
    return trait.pure and not trait.reads_env


def bind_function(node: ast.Call, env: Environment) -> Function:
    """The function that a call names, with the environment filled in where it asks for it."""
    body = function_of(node).body
    return partial(body, env=env) if _takes_env(body) else body


def as_field_column(column: Column) -> Column:
    """The column as an expression sees it; kept with the dictionary."""
    if column.dictionary.recall("field") is None:
        column = compact(column)
    return Column(column.codes, column.dictionary.remember("field", _as_fields))


def literal_number(raw: str) -> int | float | None:
    """The number that a literal such as ``10``, ``1.50`` or ``0xff`` stands for."""
    if raw[:2] in ("0x", "0X"):
        return int(raw, 16)
    return read_number(raw)


def _as_fields(dictionary: Dictionary) -> Dictionary:
    packed = dictionary.values
    if isinstance(packed, Numbers) or (isinstance(packed, Texts) and not len(packed.numeric())):
        return dictionary
    values = [as_field(value) for value in dictionary.values]
    return Dictionary(values, distinct=dictionary.distinct)


@cache
def _takes_env(body: Callable[..., Any]) -> bool:
    return "env" in inspect.signature(body).parameters


def _is_true(value: Value) -> bool:
    return value is True


def _in(operand: Value, *items: Value) -> Value:
    return compare.in_list(operand, items)


def _not_in(operand: Value, *items: Value) -> Value:
    return compare.not_(compare.in_list(operand, items))
