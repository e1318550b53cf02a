"""Trees of the argument shapes that belong to single commands or families of commands."""

from __future__ import annotations

from typing import Any

from lark import Token

from spl.errors import SplSyntaxError
from spl.language import ast
from spl.language.build import nodes_of, spanning
from spl.language.build_aggregates import AggregateBuilder


class CommandBuilder(AggregateBuilder):
    """Field lists, options, and every shape with words of its own."""

    # --- field lists and options

    def fields(self, children: list[Any]) -> ast.FieldsArguments:
        """fields, table, fillnull, mvexpand and their like."""
        sign, *items = children
        return ast.FieldsArguments(
            nodes_of(items, ast.FieldName),
            sign=str(sign) if sign else None,
            options=nodes_of(items, ast.Option),
        )

    def f_field(self, children: list[Token]) -> ast.FieldName:
        """One field of a list."""
        return self._field(children[0])

    d_field = j_field = t_field = b_field = c_field = r_name = f_field

    def options(self, children: list[Any]) -> ast.OptionsArguments:
        """Options and positional arguments, in order."""
        items = [self._subsearch(item) if isinstance(item, Token) else item for item in children]
        return ast.OptionsArguments(tuple(items))

    def positional(self, children: list[Token]) -> ast.Text | ast.Word | ast.Subsearch:
        """A word or a string."""
        return self._text_or_word(children[0])

    p_text = rex_pattern = positional

    def option(self, children: list[Any]) -> ast.Option:
        """name=value."""
        name, value = children
        span = self._at(name)
        return ast.Option(name.lower(), value, span=span.to(value.span))

    def option_value(self, children: list[Any]) -> Any:
        """A word, a string, a subsearch or a group."""
        (item,) = children
        return self._text_or_word(item) if isinstance(item, Token) else item

    def option_eval(self, children: list[Any]) -> ast.Call:
        """eval(expression) as the value of an option."""
        opening, expression, closing = children
        return ast.Call("eval", (expression,), span=self._at(opening).to(self._at(closing)))

    def option_odd_group(self, children: list[Token]) -> ast.Group:
        """``"("expression")"``, as the manual's syntax line of streamstats has it."""
        return ast.Group(str(children[0][3:-3]).strip(), span=self._at(children[0]))

    def group(self, children: list[Any]) -> ast.Group:
        """( anything )."""
        opening, closing = children[0], children[-1]
        raw = self._raw(opening, closing, inside=True).strip()
        return ast.Group(raw, span=self._at(opening).to(self._at(closing)))

    def nested(self, children: list[Any]) -> None:
        """Parentheses inside a group, which is kept as text."""

    # --- rename, sort, dedup, head, top

    def rename(self, children: list[Any]) -> ast.RenameArguments:
        """rename: pairs."""
        return ast.RenameArguments(tuple(children))

    def renaming(self, children: list[Any]) -> ast.Renaming:
        """Renaming: old AS new."""
        old, new = children
        return ast.Renaming(old, new, span=old.span.to(new.span))

    def sort(self, children: list[Any]) -> ast.SortArguments:
        """sort: a count, keys, and desc for the whole."""
        count, *items, desc = children
        limit = int(count) if count is not None else None
        for option in nodes_of(items, ast.Option):
            limit = self._limit(option)
        keys = _signed(items)
        if desc is not None and not keys:
            return ast.SortArguments((ast.SortKey(self._field(desc), span=self._at(desc)),), limit)
        return ast.SortArguments(keys, limit=limit, reverse=desc is not None)

    def sort_key(self, children: list[Any]) -> tuple[str | None, ast.SortKey]:
        """A field with its own sign."""
        sign, name = children
        field = self._field(name)
        span = self._at(sign).to(field.span) if sign else field.span
        return sign, ast.SortKey(field, descending=sign == "-", span=span)

    def sort_typed(self, children: list[Any]) -> tuple[str | None, ast.SortKey]:
        """num(field) with its own sign."""
        sign, kind, _, name, closing = children
        span = self._at(sign or kind).to(self._at(closing))
        key = ast.SortKey(self._field(name), sign == "-", kind.lower(), span=span)
        return sign, key

    def dedup(self, children: list[Any]) -> ast.DedupArguments:
        """dedup: a count, fields, options, SORTBY keys."""
        count, *items = children
        return ast.DedupArguments(
            nodes_of(items, ast.FieldName),
            count=int(count) if count is not None else None,
            options=nodes_of(items, ast.Option),
            sortby=_signed(items),
        )

    def head(self, children: list[Any]) -> ast.HeadArguments:
        """head, tail: a count or an expression."""
        options = nodes_of(children, ast.Option)
        rest = [child for child in children if child and not isinstance(child, ast.Option)]
        if not rest:
            return ast.HeadArguments(options=options)
        (value,) = rest
        if isinstance(value, ast.Number):
            return ast.HeadArguments(count=value, options=options)
        if isinstance(value, ast.Unary) and isinstance(value.operand, ast.Number):
            raise SplSyntaxError(
                self._frame("The argument must be a positive number or a boolean expression."),
                code="SPL143",
                span=value.span,
                text=self.place.typed,
            )
        return ast.HeadArguments(expression=value, options=options)

    def top(self, children: list[Any]) -> ast.TopArguments:
        """top, rare: a count, fields, BY fields."""
        count, *items, by = children
        by = by or []
        return ast.TopArguments(
            nodes_of(items, ast.FieldName),
            by=nodes_of(by, ast.FieldName),
            count=int(count) if count is not None else None,
            options=(*nodes_of(items, ast.Option), *nodes_of(by, ast.Option)),
        )

    def t_by(self, children: list[Any]) -> list[Any]:
        """BY fields of top."""
        return children

    # --- lookup, inputlookup

    def lookup(self, children: list[Any]) -> ast.LookupArguments:
        """lookup: table, keys, OUTPUT columns."""
        table = nodes_of(children, ast.FieldName)[0]
        outputs = nodes_of(children, ast.LookupOutput)
        first = outputs[0] if outputs else None
        return ast.LookupArguments(
            table.name,
            nodes_of(children, ast.LookupPair),
            mode=first.mode if first else None,
            outputs=first.pairs if first else (),
            options=nodes_of(children, ast.Option),
            more=outputs[1:],
            span=table.span,
        )

    def l_output(self, children: list[Any]) -> ast.LookupOutput:
        """OUTPUT or OUTPUTNEW and columns."""
        return ast.LookupOutput(children[0].upper(), nodes_of(children, ast.LookupPair))

    def l_pair(self, children: list[Any]) -> ast.LookupPair:
        """Pair: column AS field."""
        column, field = children
        target = field if field is not None else column
        return ast.LookupPair(column.name, target.name, span=column.span.to(target.span))

    def l_name(self, children: list[Token]) -> ast.FieldName:
        """A column of the table or a field of the event."""
        return self._field(children[0])

    l_table = l_name
    i_table = l_name

    def inputlookup(self, children: list[Any]) -> ast.InputlookupArguments:
        """inputlookup: options, table, WHERE."""
        table = nodes_of(children, ast.FieldName)[0]
        where = [child[1] for child in children if isinstance(child, tuple)]
        return ast.InputlookupArguments(
            table.name,
            where[0] if where else None,
            nodes_of(children, ast.Option),
            span=table.span,
        )

    # --- rex, regex, convert, bin, join, replace, from

    def rex(self, children: list[Any]) -> ast.RexArguments:
        """rex: options and a pattern."""
        rest = [child for child in children if child and not isinstance(child, ast.Option)]
        return ast.RexArguments(rest[0] if rest else None, nodes_of(children, ast.Option))

    def regex(self, children: list[Any]) -> ast.RegexArguments:
        """regex: field, sign, pattern."""
        target, token = children
        field, negated = target or (None, False)
        return ast.RegexArguments(self._text_or_word(token), field, negated)

    def regex_field(self, children: list[Token]) -> tuple[ast.FieldName, bool]:
        """Field = or field !=."""
        name, sign = children
        return self._field(name), sign == "!="

    def convert(self, children: list[Any]) -> ast.ConvertArguments:
        """convert: options and conversions."""
        return ast.ConvertArguments(
            nodes_of(children, ast.Conversion), nodes_of(children, ast.Option)
        )

    def conversion(self, children: list[Any]) -> ast.Conversion:
        """Conversion: function(field) AS name."""
        function, opening, field, closing, alias = children
        last = alias or closing or opening or function
        return ast.Conversion(
            function.lower(),
            field,
            self._field(alias) if alias is not None else None,
            span=self._at(function).to(self._at(last)),
        )

    def bin(self, children: list[Any]) -> ast.BinArguments:
        """bin: options, a field, AS name."""
        fields = nodes_of(children, ast.FieldName)
        names = [child for child in children if isinstance(child, Token)]
        return ast.BinArguments(
            fields[0] if fields else None,
            alias=self._field(names[0]) if names else None,
            options=nodes_of(children, ast.Option),
        )

    def join(self, children: list[Any]) -> ast.JoinArguments:
        """join: options, fields, WHERE, a subsearch."""
        *items, where, subsearch = children
        return ast.JoinArguments(
            nodes_of(items, ast.FieldName),
            self._subsearch(subsearch) if subsearch is not None else None,
            where=where,
            options=nodes_of(items, ast.Option),
        )

    def replace(self, children: list[Any]) -> ast.ReplaceArguments:
        """replace: pairs IN fields."""
        return ast.ReplaceArguments(
            nodes_of(children, ast.Replacement), nodes_of(children, ast.FieldName)
        )

    def replacement(self, children: list[Any]) -> ast.Replacement:
        """Pair: old WITH new."""
        return ast.Replacement(*children, span=spanning(children))

    def from_(self, children: list[Token]) -> ast.FromArguments:
        """from: kind and name of a dataset."""
        kind, name = self._source(children[0])
        return ast.FromArguments(kind, name, span=self._at(children[0]))

    def _limit(self, option: ast.Option) -> int:
        """The number of ``limit=n``, the only option of sort."""
        raw = getattr(option.value, "raw", "")
        if option.name.lower() != "limit" or not raw.isdecimal() or len(raw) > 18:
            wrong = f"Invalid option '{option.name}={raw}'; limit=n takes a whole number."
            raise SplSyntaxError(
                self._frame(wrong), code="SPL143", span=option.span, text=self.place.typed
            )
        return int(raw)


def _signed(items: list[Any]) -> tuple[ast.SortKey, ...]:
    """Keys with the sign that holds for each.

    A sign with a blank after it holds for every later key without a sign of its own (Splunk, Search
    Reference: sort; ``sort - a, b`` against ``sort -a, b``).
    """
    keys: list[ast.SortKey] = []
    descending = False
    for item in items:
        if isinstance(item, Token) and item.type == "SORT_ALL":
            descending = item == "-"
        elif isinstance(item, tuple):
            sign, key = item
            if sign is None and descending:
                key = ast.SortKey(key.field, descending=True, kind=key.kind, span=key.span)
            keys.append(key)
    return tuple(keys)
