"""What is wrong with an expression, told before any row is read.

Types are known of literals, operators and functions, not of fields, so a field is never at fault.
The sentences are Splunk's own where they are known (Splunk, messages of eval and where).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import spl.values.eval  # noqa: F401  # fills the book of functions
from spl.columns._special import check_special
from spl.errors import BindError
from spl.language import ast
from spl.language.eval_tree import children, walk
from spl.values.book import Entry, Function, functions
from spl.values.regex import BadRegex, compile_regex
from spl.values.value import read_number

_BOOLEAN_OPERATORS = frozenset({"AND", "OR", "XOR", "NOT", "!"})
_COMPARISONS = frozenset({"=", "==", "!=", "<", ">", "<=", ">=", "LIKE"})
_NUMBER_OPERATORS = frozenset({"-", "*", "/", "%"})
_OF_TEXT = frozenset(
    {"len", "lower", "upper", "ltrim", "rtrim", "trim", "substr", "replace", "urldecode"}
)
_OF_NUMBER = frozenset(
    {"abs", "ceiling", "exact", "exp", "floor", "ln", "pow", "round", "sigfig", "sqrt"}
)
_BOOLEAN_FUNCTIONS = frozenset(
    {
        "cidrmatch", "false", "in", "isarray", "isbool", "isdouble", "isint", "ismv", "isnotnull",
        "isnull", "isnum", "isobject", "isstr", "json_has_key_exact", "json_valid", "like", "match",
        "searchmatch", "tobool", "true",
    }
)  # fmt: skip
_NUMBER_HEADINGS = frozenset(
    {
        "Bitwise functions",
        "Mathematical functions",
        "Trigonometric and Hyperbolic functions",
    }
)
_NUMBER_FUNCTIONS = frozenset(
    {
        "len", "mvcount", "mvfind", "now", "random", "relative_time", "strptime", "time",
        "todouble", "toint", "tonumber",
    }
)  # fmt: skip
_STRING_FUNCTIONS = frozenset(
    {
        "lower", "ltrim", "md5", "mvjoin", "printf", "replace", "rtrim", "sha1", "sha256", "sha512",
        "strftime", "substr", "tostring", "trim", "typeof", "upper", "urldecode",
    }
)  # fmt: skip


def check_expression(expr: ast.Expr, *, where: bool = False, command: str | None = None) -> None:
    """Raise BindError for an expression that no row could make right.

    Args:
        expr: the expression.
        where: the result must be boolean.
        command: the command that it stands in, which the sentence then names.

    Raises:
        BindError: SPL310 unknown function; SPL311 wrong arguments; SPL313 a result that is no
            boolean; SPL314 a literal of the wrong type; SPL315 a literal that is no regular
            expression.
    """
    with _named(command):
        kind = _check(expr)
        if where and kind in ("number", "string"):
            raise BindError(
                "The expression is invalid. The result of a 'where' expression must be boolean.",
                code="SPL313",
                span=expr.span,
            )


def check_assignment(expr: ast.Expr, *, command: str | None = None) -> None:
    """Raise BindError as `check_expression` does, and SPL312 for a boolean, which is not stored."""
    with _named(command):
        if _check(expr) == "boolean":
            raise BindError(
                "Fields cannot be assigned a boolean result. "
                "Instead, try if([bool expr], [expr], [expr]).",
                code="SPL312",
                span=expr.span,
            )


@contextmanager
def _named(command: str | None) -> Iterator[None]:
    """Let an error name its command; about functions Splunk always blames 'EvalCommand'."""
    try:
        yield
    except BindError as error:
        if command is not None:
            of_function = error.code in ("SPL310", "SPL311")
            frame = "'EvalCommand'" if of_function else f"'{command}' command"
            error.message = f"Error in {frame}: {error.message}"
        raise


def lookups_named(expr: ast.Expr) -> list[ast.Text]:
    """The tables that calls of the function ``lookup`` in *expr* name in quotes."""
    calls = (n for n in walk(expr) if isinstance(n, ast.Call) and n.name == "lookup")
    return [call.args[0] for call in calls if isinstance(call.args[0], ast.Text)]


def _check(expr: ast.Expr) -> str | None:
    """The kind of the result: boolean, number, string, or None where that is not known."""
    kinds: dict[int, str | None] = {}
    for node in walk(expr):
        parts = [kinds[id(child)] for child in children(node)]
        match node:
            case ast.Number():
                kinds[id(node)] = "number"
            case ast.Text():
                kinds[id(node)] = "string"
            case ast.Call():
                kinds[id(node)] = _check_call(node, parts)
            case ast.Unary() | ast.Binary():
                kinds[id(node)] = _check_operator(node, parts)
            case ast.InList():
                if not node.items:
                    raise _wrong_arguments(node, "There is nothing between the parentheses.")
                kinds[id(node)] = "boolean"
            case ast.Subsearch():
                raise BindError("A subsearch cannot stand in an expression.", span=node.span)
            case _:
                kinds[id(node)] = None
    return kinds[id(expr)]


def _check_operator(node: ast.Unary | ast.Binary, parts: list[str | None]) -> str | None:
    """Refuse operands whose type is known to be wrong."""
    if node.op in _BOOLEAN_OPERATORS:
        if "number" in parts or "string" in parts:
            raise _wrong_type(node, f"'{node.op}' only takes boolean arguments.")
        return "boolean"
    literals = [isinstance(child, (ast.Number, ast.Text)) for child in children(node)]
    differ = all(literals) and len(set(parts)) > 1
    if node.op in _COMPARISONS:
        if differ and node.op != "LIKE":
            raise _wrong_type(node, f"The '{node.op}' operator received different types.")
        return "boolean"
    if node.op in _NUMBER_OPERATORS:
        strings = any(isinstance(child, ast.Text) for child in children(node))
        if strings or "boolean" in parts:
            raise _wrong_type(node, f"'{node.op}' only takes numbers.")
        return "number"
    if node.op == "+":
        if differ or "boolean" in parts:
            raise _wrong_type(node, "'+' only takes two strings or two numbers.")
        return "number" if "number" in parts else None
    return "string"


def _wrong_type(node: ast.Expr, reason: str) -> BindError:
    return BindError(f"Type checking failed. {reason}", code="SPL314", span=node.span)


def function_of(node: ast.Call) -> Entry[Function]:
    """The entry of the function that a call names; BindError SPL310 where there is none."""
    entry = functions.get(node.name)
    if entry is None:
        raise BindError(
            f"The '{node.name}' function is unsupported or undefined.",
            code="SPL310",
            span=node.span,
            hint=functions.suggest(node.name),
        )
    return entry


def _check_call(node: ast.Call, parts: list[str | None]) -> str | None:
    """Refuse unknown functions, wrong numbers of arguments and literals that cannot be right."""
    entry = function_of(node)
    if not entry.takes(len(node.args)):
        raise _wrong_arguments(node, f"Syntax: {entry.signature}")
    _check_literals(node, entry)
    check_special(node)
    return _kind_of_call(entry, parts)


def _check_literals(node: ast.Call, entry: Entry[Function]) -> None:
    first = node.args[0] if node.args else None
    if entry.name in _OF_TEXT and isinstance(first, ast.Number):
        raise _wrong_arguments(node, "It takes text, not a number.")
    if entry.name in _OF_NUMBER and isinstance(first, ast.Text):
        raise _wrong_arguments(node, "It takes a number, not text in quotes.")
    if any(isinstance(each, (ast.Number, ast.Text)) for each in _conditions(node, entry.name)):
        raise _wrong_arguments(node, "A condition is neither a number nor text in quotes.")
    if entry.name == "tonumber" and isinstance(first, ast.Text) and not _reads(node):
        raise _wrong_arguments(node, "This text does not read as a number.")
    place = entry.regex
    pattern = node.args[place] if place is not None and place < len(node.args) else None
    if isinstance(pattern, ast.Text):
        try:
            compile_regex(pattern.value)
        except BadRegex as error:
            raise BindError(error.message, code="SPL315", span=pattern.span) from None


def _conditions(node: ast.Call, name: str) -> tuple[ast.Expr, ...]:
    """The arguments that must be boolean."""
    if name == "if":
        return node.args[:1]
    return node.args[::2] if name in ("case", "validate") else ()


def _reads(node: ast.Call) -> bool:
    """Whether the literal that tonumber is given reads as a number in the given base."""
    text, *base = node.args
    assert isinstance(text, ast.Text)
    if not base:
        return read_number(text.value) is not None
    if not isinstance(base[0], ast.Number) or not base[0].raw.isdigit():
        return True
    if not 2 <= int(base[0].raw) <= 36:
        return False
    try:
        int(text.value, int(base[0].raw))
    except ValueError:
        return base[0].raw == "10" and read_number(text.value) is not None
    return True


def _wrong_arguments(node: ast.Call | ast.InList, hint: str) -> BindError:
    name = node.name if isinstance(node, ast.Call) else "in"
    return BindError(
        f"The arguments to the '{name}' function are invalid.",
        code="SPL311",
        span=node.span,
        hint=hint,
    )


def _kind_of_call(entry: Entry[Function], parts: list[str | None]) -> str | None:
    match entry.name:
        case "if":
            return parts[1] if parts[1] == parts[2] else None
        case "case":
            results = set(parts[1::2])
            return results.pop() if len(results) == 1 else None
    if entry.name in _BOOLEAN_FUNCTIONS:
        return "boolean"
    if entry.name in _NUMBER_FUNCTIONS or entry.category in _NUMBER_HEADINGS:
        return "number"
    return "string" if entry.name in _STRING_FUNCTIONS else None
