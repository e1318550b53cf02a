"""The tables that the eval function ``lookup`` names: they must be there before a row is read."""

from __future__ import annotations

from spl.columns.check import lookups_named
from spl.commands._book import Scope
from spl.errors import BindError
from spl.language import ast


def check_lookups(expression: ast.Expr, scope: Scope) -> None:
    """Raise BindError SPL341 where *expression* names a lookup table that is not there."""
    if scope.knowledge is None:
        return
    for name in lookups_named(expression):
        try:
            scope.knowledge.lookup(name.value)
        except BindError as error:
            raise BindError(
                error.message, code=error.code, span=name.span, hint=error.hint
            ) from None
