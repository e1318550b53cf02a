"""A syntax tree as SPL text that parses to the same tree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spl.language import ast
from spl.language.format_expression import (
    format_eval,
    format_name,
    format_search,
    format_target,
    quote,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def format_pipeline(pipeline: ast.Pipeline) -> str:
    """Return the pipeline as SPL on one line."""
    parts = [_command(command, at == 0) for at, command in enumerate(pipeline.commands)]
    text = " | ".join(parts)
    return f"| {text}" if pipeline.generating else text


def format_command(command: ast.Command) -> str:
    """Return one command as SPL, without a pipe."""
    return _command(command, first=True)


def format_search_expression(expression: ast.SearchExpr) -> str:
    """Return a search expression as SPL."""
    return format_search(expression, format_subsearch)


def format_eval_expression(expression: ast.Expr) -> str:
    """Return an eval expression as SPL."""
    return format_eval(expression, format_subsearch)


def format_subsearch(subsearch: ast.Subsearch) -> str:
    """Return a subsearch in its brackets."""
    return f"[{format_pipeline(subsearch.pipeline)}]"


def _command(command: ast.Command, first: bool) -> str:
    arguments = command.arguments
    if command.name == "foreach" and isinstance(arguments, ast.OptionsArguments):
        # A template is more than its tree shows: the placeholders may be plain words.
        text = " ".join(
            f"[{item.raw}]" if isinstance(item, ast.Subsearch) else _item(item)
            for item in arguments.items
        )
    else:
        text = _FORMATS[type(arguments)](arguments)
    if command.implied and first:
        return text
    return f"{command.name} {text}".rstrip() if text else command.name


def _words(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def _names(fields: Iterable[ast.FieldName]) -> str:
    return ", ".join(format_name(field.name) for field in fields)


def _options(options: Iterable[ast.Option]) -> str:
    return " ".join(map(_option, options))


def _option(option: ast.Option) -> str:
    return f"{option.name}={_item(option.value)}"


def _item(item: Any) -> str:
    match item:
        case ast.Option():
            return _option(item)
        case ast.Word(raw=raw):
            return str(raw)
        case ast.Text(raw=raw):
            return f'"{raw}"'
        case ast.Group(raw=raw):
            return f"({raw})"
        case ast.Subsearch():
            return format_subsearch(item)
    return format_eval_expression(item)


def _alias(alias: ast.FieldName | None) -> str | None:
    return f"AS {format_name(alias.name)}" if alias else None


def _keyword(word: str, text: str) -> str | None:
    return f"{word} {text}" if text else None


def _assignment(item: ast.Assignment | ast.Subsearch) -> str:
    if isinstance(item, ast.Subsearch):
        return format_subsearch(item)
    return f"{format_target(item.target.name)}={format_eval_expression(item.value)}"


def _aggregate(aggregate: ast.Aggregate) -> str:
    head = aggregate.text[: len(aggregate.function)]
    function = head if head.lower() == aggregate.function else aggregate.function
    argument = aggregate.argument
    if aggregate.function == "eval" and aggregate.is_eval and argument:
        call = f"eval({format_eval_expression(argument)})"
    elif aggregate.is_eval and argument:
        call = f"{function}(eval({format_eval_expression(argument)}))"
    elif argument is not None:
        call = f"{function}({_aggregated(argument)}{_span(aggregate.sparkline_span)})"
    else:
        call = function + ("()" if "(" in aggregate.text else "")
    return _words(call, _alias(aggregate.alias))


def _aggregated(argument: ast.Expr) -> str:
    match argument:
        case ast.FieldName(name=name):
            return name if name.startswith("PREFIX(") else format_name(name)
        case ast.Call(name=name, args=args):
            return f"{name}({', '.join(map(_aggregated, args))})"
    return format_eval_expression(argument)


def _span(span: str | None) -> str:
    return f", {quote(span)}" if span else ""


def _by_field(item: ast.ByField) -> str:
    name = item.field.name
    text = name if name.startswith("PREFIX(") else format_name(name)
    return _words(text, _options(item.options))


def _by(items: Iterable[ast.ByField]) -> str | None:
    return _keyword("BY", ", ".join(map(_by_field, items)))


def _stats(node: ast.StatsArguments) -> str:
    aggregates = ", ".join(map(_aggregate, node.aggregates))
    return _words(_options(node.options), aggregates, _by(node.by))


def _chart(node: ast.ChartArguments) -> str:
    return _words(
        _options(node.options),
        ", ".join(map(_aggregate, node.aggregates)),
        _keyword("OVER", _by_field(node.over)) if node.over else None,
        _by(node.by),
        _keyword("WHERE", node.where or ""),
    )


def _tstats(node: ast.TstatsArguments) -> str:
    source = None
    if node.source is not None:
        named = node.source_kind == "namespace"
        text = quote(node.source)
        source = f"FROM {text}" if named else f"FROM {node.source_kind}={text}"
    where = None if node.where is None else f"WHERE {format_search_expression(node.where)}"
    aggregates = ", ".join(map(_aggregate, node.aggregates))
    return _words(_options(node.options), aggregates, source, where, _by(node.by))


def _sort_key(key: ast.SortKey) -> str:
    # A last key of that name would be read as the order of the whole.
    plain = key.field.name.lower() not in ("d", "desc")
    name = format_name(key.field.name) if plain else quote(key.field.name)
    sign = "-" if key.descending else "+"
    return f"{sign}{name}" if key.kind == "auto" else f"{sign}{key.kind}({name})"


def _sort(node: ast.SortArguments) -> str:
    limit = None if node.limit is None else str(node.limit)
    keys = ", ".join(map(_sort_key, node.keys))
    return _words(limit, keys, "desc" if node.reverse else None)


def _dedup(node: ast.DedupArguments) -> str:
    count = None if node.count is None else str(node.count)
    keys = ", ".join(map(_sort_key, node.sortby))
    return _words(count, _names(node.fields), _options(node.options), _keyword("SORTBY", keys))


def _head(node: ast.HeadArguments) -> str:
    count = node.count.raw if node.count else None
    expression = f"({format_eval_expression(node.expression)})" if node.expression else None
    return _words(count, expression, _options(node.options))


def _top(node: ast.TopArguments) -> str:
    count = None if node.count is None else str(node.count)
    by = _keyword("BY", _names(node.by))
    return _words(count, _options(node.options), _names(node.fields), by)


def _pair(pair: ast.LookupPair) -> str:
    column, field = format_name(pair.column), format_name(pair.event_field)
    return column if column == field else f"{column} AS {field}"


def _lookup(node: ast.LookupArguments) -> str:
    keys = ", ".join(map(_pair, node.keys))
    outputs = ", ".join(map(_pair, node.outputs))
    output = f"{node.mode} {outputs}" if node.mode else None
    more = (f"{each.mode} {', '.join(map(_pair, each.pairs))}" for each in node.more)
    return _words(_options(node.options), format_name(node.table), keys, output, *more)


def _inputlookup(node: ast.InputlookupArguments) -> str:
    where = None if node.where is None else f"WHERE {format_search_expression(node.where)}"
    return _words(_options(node.options), format_name(node.table), where)


def _rex(node: ast.RexArguments) -> str:
    return _words(_options(node.options), _item(node.pattern) if node.pattern else None)


def _regex(node: ast.RegexArguments) -> str:
    field = ""
    if node.field:
        field = format_name(node.field.name) + ("!=" if node.negated else "=")
    return field + _item(node.pattern)


def _conversion(node: ast.Conversion) -> str:
    call = node.function + (f"({format_name(node.field.name)})" if node.field else "")
    return _words(call, _alias(node.alias))


def _join(node: ast.JoinArguments) -> str:
    where = f"WHERE {format_eval_expression(node.where)}" if node.where else None
    subsearch = format_subsearch(node.subsearch) if node.subsearch else None
    return _words(_options(node.options), _names(node.fields), where, subsearch)


def _replace(node: ast.ReplaceArguments) -> str:
    pairs = ", ".join(f"{_item(pair.old)} WITH {_item(pair.new)}" for pair in node.pairs)
    return _words(pairs, _keyword("IN", _names(node.fields)))


def _rename(node: ast.RenameArguments) -> str:
    return ", ".join(
        f"{format_name(pair.old.name)} AS {format_name(pair.new.name)}" for pair in node.pairs
    )


def _bin(node: ast.BinArguments) -> str:
    field = format_name(node.field.name) if node.field else None
    return _words(_options(node.options), field, _alias(node.alias))


_FORMATS: dict[type[ast.Arguments], Callable[[Any], str]] = {
    ast.SearchArguments: lambda node: (
        "" if node.expression == ast.Everything() else format_search_expression(node.expression)
    ),
    ast.EvalArguments: lambda node: ", ".join(map(_assignment, node.assignments)),
    ast.WhereArguments: lambda node: format_eval_expression(node.expression),
    ast.StatsArguments: _stats,
    ast.ChartArguments: _chart,
    ast.TstatsArguments: _tstats,
    ast.FieldsArguments: lambda node: _words(
        node.sign, _options(node.options), _names(node.fields)
    ),
    ast.OptionsArguments: lambda node: " ".join(map(_item, node.items)),
    ast.TextArguments: lambda node: "".join(
        part if isinstance(part, str) else format_subsearch(part) for part in node.parts
    ).strip(),
    ast.RenameArguments: _rename,
    ast.SortArguments: _sort,
    ast.DedupArguments: _dedup,
    ast.HeadArguments: _head,
    ast.TopArguments: _top,
    ast.LookupArguments: _lookup,
    ast.InputlookupArguments: _inputlookup,
    ast.RexArguments: _rex,
    ast.RegexArguments: _regex,
    ast.ConvertArguments: lambda node: _words(
        _options(node.options), ", ".join(map(_conversion, node.conversions))
    ),
    ast.BinArguments: _bin,
    ast.JoinArguments: _join,
    ast.ReplaceArguments: _replace,
    ast.FromArguments: lambda node: f"{node.kind}:{quote(node.name)}",
}
