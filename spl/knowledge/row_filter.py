"""The `filter` of a lookup: a search expression that says which rows of the table there are.

Splunk, transforms.conf.spec: the filter is written like a search with comparisons of columns and
Boolean operators. An empty cell is no value. Choice: a bare word has nothing to look in and is
refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from spl.errors import SplError
from spl.knowledge.conf import Setting
from spl.language import ast
from spl.language.parser import parse_search_expression
from spl.values.search_compare import search_predicate

RowTest = Callable[[Mapping[str, str]], bool]


def row_filter(setting: Setting) -> RowTest:
    """Read the filter; what is wrong with it is the setting's error."""
    try:
        return _test(parse_search_expression(setting.value), setting)
    except SplError as error:
        if error.origin is not None:
            raise
        raise setting.error(error.message, hint=error.hint) from None


def _test(search: ast.SearchExpr, setting: Setting) -> RowTest:
    match search:
        case ast.Everything():
            return bool  # a row is a mapping with columns in it
        case ast.And(items):
            tests = [_test(item, setting) for item in items]
            return lambda row: all(test(row) for test in tests)
        case ast.Or(items):
            tests = [_test(item, setting) for item in items]
            return lambda row: any(test(row) for test in tests)
        case ast.Not(item):
            inner = _test(item, setting)
            return lambda row: not inner(row)
        case ast.Compare(ast.FieldName(name), op, value):
            return _of_column(name, op, value, setting)
        case ast.Membership(ast.FieldName(name), values, negated):
            tests = [_of_column(name, "=", value, setting) for value in values]
            return lambda row: any(test(row) for test in tests) is not negated
    raise setting.error("must compare columns with values", hint="For example: kind=server.")


def _of_column(
    name: str, op: str, value: ast.Pattern | ast.Exactly | ast.Subsearch, setting: Setting
) -> RowTest:
    if isinstance(value, ast.Subsearch):
        raise setting.error("a lookup's filter cannot hold a search")
    exactly = isinstance(value, ast.Exactly)
    pattern = value.pattern if isinstance(value, ast.Exactly) else value
    holds = search_predicate(op, pattern.value, case_sensitive=exactly)
    return lambda row: bool(row.get(name)) and holds(row[name])
