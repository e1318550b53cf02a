"""Expressions of search and eval as text, with no more parentheses than they need."""

from __future__ import annotations

import re
from collections.abc import Callable

from spl.language import ast
from spl.language.build_eval import operands_of

FormatSubsearch = Callable[[ast.Subsearch], str]

# Words that mean something somewhere; a field of that name is quoted everywhere.
_EVAL_KEYWORDS = frozenset({"and", "or", "not", "xor", "in", "like"})
_KEYWORDS = _EVAL_KEYWORDS | frozenset(
    {"as", "by", "groupby", "to", "over", "where", "from", "with", "output", "outputnew", "sortby"}
)
_PLAIN_NAME = re.compile(r"[^\W\d][\w.:{}@*]*(?:-[\w.:{}@*]+)*|\*[\w.:{}@*]*")
_EVAL_NAME = re.compile(r"(?:[^\W\d]|<<\w+>>)(?:\w|<<\w+>>)*")
_TEMPLATE = re.compile(r"<<\w+>>")
_MARKS = re.compile(r"""['"|\[\]]""")
_TARGET = re.compile(r"[\w.:{}@<>-]+")

_LOOSE, _ITEM, _OPERAND = range(3)
_STEPS = {"XOR": 1, "OR": 2, "AND": 3, "NOT": 4, "LIKE": 5, "+": 6, "-": 6, ".": 6}
_STEPS |= dict.fromkeys(("=", "!=", "<", ">", "<=", ">="), 5) | dict.fromkeys("*/%", 7)
_COMPARISON, _SIGN, _ATOM = 5, 8, 9


def format_name(name: str) -> str:
    """A field as list commands take it: bare where it can be, else in double quotes."""
    bare = _TEMPLATE.sub("_", name)
    if _PLAIN_NAME.fullmatch(bare) and bare.lower() not in _KEYWORDS:
        return name
    return quote(name)


def quote(text: str) -> str:
    """*text* in double quotes, such that reading it gives *text* again."""
    return '"' + re.sub(r'["\\]', r"\\\g<0>", text) + '"'


def format_search(expr: ast.SearchExpr, subsearch: FormatSubsearch, level: int = _LOOSE) -> str:
    """A search expression; *level* says how tightly what stands around it binds."""
    match expr:
        case ast.And(items=items):
            text = " ".join(format_search(item, subsearch, _LOOSE) for item in items)
            return f"({text})" if level > _LOOSE else text
        case ast.Or(items=items):
            text = " OR ".join(format_search(item, subsearch, _ITEM) for item in items)
            return f"({text})" if level > _ITEM else text
        case ast.Not(item=item):
            return f"NOT {format_search(item, subsearch, _OPERAND)}"
        case ast.Compare(field=field, op=op, value=value):
            text = _search_value(value, subsearch)
            gap = " " if op == "<" and text[0] == ">" else ""
            return f"{format_name(field.name)}{op}{gap}{text}"
        case ast.Membership(field=field, values=values, negated=negated):
            listed = ", ".join(_search_value(value, subsearch) for value in values)
            return f"{format_name(field.name)}{' NOT' if negated else ''} IN ({listed})"
        case ast.Term(pattern=pattern, whole=True):
            return f"TERM({_search_value(pattern, subsearch)})"
        case ast.Term(pattern=pattern):
            return _search_value(pattern, subsearch)
        case ast.Prefix(raw=raw):
            return f"PREFIX({raw})"
        case ast.Subsearch():
            return subsearch(expr)
    return "()"


def _search_value(
    value: ast.Pattern | ast.Exactly | ast.Subsearch, subsearch: FormatSubsearch
) -> str:
    match value:
        case ast.Exactly(pattern=pattern):
            return f"CASE({_search_value(pattern, subsearch)})"
        case ast.Subsearch():
            return subsearch(value)
        case ast.Pattern(raw=raw, quoted=quoted):
            return f'"{raw}"' if quoted else raw


def format_target(name: str) -> str:
    """The field on the left of an assignment."""
    return name if _TARGET.fullmatch(name) else quote(name)


def format_eval(expr: ast.Expr, subsearch: FormatSubsearch) -> str:
    """An eval expression."""
    match expr:
        case ast.Binary(op=op):
            return _format_binary(op, expr, subsearch)
        case ast.Unary(op="NOT", operand=operand):
            return f"NOT {_inside(operand, _STEPS['NOT'], subsearch)}"
        case ast.Unary(op=op, operand=operand):
            return f"{op}{_inside(operand, _SIGN, subsearch)}"
        case ast.InList(operand=operand, items=items, negated=negated):
            listed = ", ".join(format_eval(item, subsearch) for item in items)
            left = _inside(operand, _COMPARISON, subsearch)
            return f"{left}{' NOT' if negated else ''} IN ({listed})"
        case ast.Call(name=name, args=args):
            return f"{name}({', '.join(format_eval(arg, subsearch) for arg in args)})"
    return _format_leaf(expr, subsearch)


def _format_leaf(expr: ast.Expr, subsearch: FormatSubsearch) -> str:
    match expr:
        case ast.Number(raw=raw):
            return raw
        case ast.Text(raw=raw):
            return f'"{raw}"'
        case ast.FieldName(name=name):
            plain = _EVAL_NAME.fullmatch(name) and name.lower() not in _EVAL_KEYWORDS
            return name if plain else "'" + _MARKS.sub(r"\\\g<0>", name) + "'"
        case ast.Subsearch():
            return subsearch(expr)
    raise TypeError(f"{type(expr).__name__} is no eval expression")


def _format_binary(op: str, expr: ast.Binary, subsearch: FormatSubsearch) -> str:
    step = _STEPS[op]
    if op in ("AND", "OR", "XOR"):
        parts = [_inside(operand, step + 1, subsearch) for operand in operands_of(expr, op)]
        return f" {op} ".join(parts)
    left = _inside(expr.left, step, subsearch)
    return f"{left} {op} {_inside(expr.right, step + 1, subsearch)}"


def _inside(expr: ast.Expr, least: int, subsearch: FormatSubsearch) -> str:
    """*expr* as an operand, in parentheses where it binds less tightly than *least*."""
    text = format_eval(expr, subsearch)
    return f"({text})" if _step(expr) < least else text


def _step(expr: ast.Expr) -> int:
    match expr:
        case ast.Binary(op=op):
            return _STEPS[op]
        case ast.Unary(op=op):
            return _STEPS["NOT"] if op == "NOT" else _SIGN
        case ast.InList():
            return _COMPARISON
    return _ATOM
