"""Trees of aggregate lists: stats, chart, timechart, tstats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spl.language import ast
from spl.language.build import nodes_of
from spl.language.build_eval import EvalBuilder
from spl.language.build_search import SearchBuilder

if TYPE_CHECKING:
    from lark import Token

# Options that say something about one BY field; all others are the command's, wherever they stand.
_FIELD_OPTIONS = frozenset({"span", "minspan", "bins", "start", "end", "aligntime"})
_SOURCE = re.compile(r'(\w+?)\s*(?:[=:.]|(?=[\s"]))\s*(\S.*)', re.DOTALL)


class AggregateBuilder(SearchBuilder, EvalBuilder):
    """Rules whose names start with ``agg``, BY clauses, and the shapes made of them."""

    def stats(self, children: list[Any]) -> ast.StatsArguments:
        """stats, eventstats, streamstats, sistats."""
        by, options = _clauses(children)
        return ast.StatsArguments(nodes_of(children, ast.Aggregate), by, options)

    def chart(self, children: list[Any]) -> ast.ChartArguments:
        """chart, timechart."""
        over = [item for kind, items in _tagged(children, "over") for item in items]
        by, options = _clauses(children)
        fields, more = _by_fields(over)
        where = [raw for _, raw in _tagged(children, "where")]
        if len(fields) > 1:
            by = (*fields[1:], *by)
        return ast.ChartArguments(
            nodes_of(children, ast.Aggregate),
            over=fields[0] if fields else None,
            by=by,
            where=where[0] if where else None,
            options=(*options, *more),
        )

    def tstats(self, children: list[Any]) -> ast.TstatsArguments:
        """tstats, mstats: the clauses may come in any order."""
        by, options = _clauses(children)
        sources = [source for _, source in _tagged(children, "from")]
        where = [expression for _, expression in _tagged(children, "where")]
        kind, name, more, span = sources[0] if sources else ("datamodel", None, (), ast.NOWHERE)
        return ast.TstatsArguments(
            nodes_of(children, ast.Aggregate),
            source=name,
            source_kind=kind,
            where=where[0] if where else None,
            by=by,
            options=(*options, *more),
            span=span,
        )

    def tstats_from(self, children: list[Any]) -> tuple[str, Any]:
        """FROM datamodel=M.D."""
        token, options = children[0], nodes_of(children, ast.Option)
        if token.type == "SOURCE":
            kind, name = self._source(token)
        else:
            kind, name = "namespace", self._field(token).name
        return "from", (kind, name, options, self._at(token))

    def tstats_where(self, children: list[Any]) -> tuple[str, Any]:
        """WHERE search expression."""
        return "where", children[0] or ast.Everything()

    def chart_where(self, children: list[Token]) -> tuple[str, str]:
        """WHERE sum in top5: kept as written."""
        return "where", str(children[0])[len("where") :].strip()

    def over(self, children: list[Any]) -> tuple[str, list[Any]]:
        """OVER row."""
        return "over", children

    def by(self, children: list[Any]) -> tuple[str, list[Any]]:
        """BY fields, each with the options that follow it."""
        return "by", children

    def by_field(self, children: list[Token]) -> ast.ByField:
        """One field after BY."""
        field = self._field(children[0])
        return ast.ByField(field, span=field.span)

    def aggregate(self, children: list[Any]) -> ast.Aggregate:
        """Call AS name."""
        (first, last, function, argument, details), alias = children
        named = self._field(alias) if alias is not None else None
        span = self._at(first).to(self._at(alias if alias is not None else last))
        return ast.Aggregate(
            function.lower(),
            argument,
            named,
            text=self._default_name(first, last, function, argument),
            is_eval=details == "eval",
            sparkline_span=details if details != "eval" else None,
            span=span,
        )

    def agg_word(self, children: list[Token]) -> tuple[Any, ...]:
        """Count."""
        (name,) = children
        return name, name, str(name), None, None

    def agg_function(self, children: list[Any]) -> tuple[Any, ...]:
        """sum(x), sparkline(avg(x), 1h)."""
        first, last = children[0], children[-1]
        inner = [child for child in children[2:-1] if child is not None]
        if not inner:
            return first, last, str(first), None, None
        argument: Any = inner[0]
        if isinstance(argument, tuple) or len(inner) > 1:
            if first.lower() != "sparkline":
                raw = self._raw(first, last)
                self._fail("SPL130", self._frame(f"The argument '{raw}' is invalid."), first, last)
            if isinstance(argument, tuple):
                _, _, name, field, _ = argument
                arguments = () if field is None else (field,)
                argument = ast.Call(name.lower(), arguments)
        details = inner[1].name if len(inner) > 1 else None
        return first, last, str(first), argument, details

    def agg_field(self, children: list[Token]) -> ast.FieldName:
        """The field that is aggregated."""
        return self._field(children[0])

    def agg_eval(self, children: list[Any]) -> tuple[Any, ...]:
        """count(eval(x > 1))."""
        first, expression, last = children[0], children[3], children[-1]
        return first, last, str(first), expression, "eval"

    def agg_expression(self, children: list[Any]) -> tuple[Any, ...]:
        """eval(sum(x) / dc(y)), which only the charting commands know."""
        return children[0], children[-1], "eval", children[1], "eval"

    def _default_name(self, first: Token, last: Token, function: str, argument: Any) -> str:
        """The column's name where AS is absent: the aggregate as written, without the quotes."""
        if isinstance(argument, ast.FieldName):
            return f"{function}({argument.name})"
        return self._raw(first, last)

    def _source(self, token: Token) -> tuple[str, str]:
        """``datamodel=M.D``, ``datamodel:"M"."D"``, ``datamodel M``: the kind and the name."""
        found = _SOURCE.fullmatch(token)
        if found is None:
            self._fail("SPL140", self._frame("The dataset is missing after its type."), token, None)
        return found[1].lower(), found[2].replace('"', "").strip()

    def _frame(self, message: str) -> str:
        return f"Error in '{self.place.command}' command: {message}"


def _tagged(children: list[Any], tag: str) -> list[tuple[str, Any]]:
    return [child for child in children if isinstance(child, tuple) and child[0] == tag]


def _clauses(
    children: list[Any],
) -> tuple[tuple[ast.ByField, ...], tuple[ast.Option, ...]]:
    """All BY fields, and all options that belong to the command."""
    items = [item for _, clause in _tagged(children, "by") for item in clause]
    by, more = _by_fields(items)
    return by, (*nodes_of(children, ast.Option), *more)


def _by_fields(
    items: list[Any],
) -> tuple[tuple[ast.ByField, ...], tuple[ast.Option, ...]]:
    fields: list[ast.ByField] = []
    options: list[ast.Option] = []
    for item in items:
        if isinstance(item, ast.ByField):
            fields.append(item)
        elif fields and item.name in _FIELD_OPTIONS:
            last = fields[-1]
            span = last.span.to(item.span)
            fields[-1] = ast.ByField(last.field, (*last.options, item), span=span)
        else:
            options.append(item)
    return tuple(fields), tuple(options)
