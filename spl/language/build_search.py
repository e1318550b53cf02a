"""Trees of search expressions: terms, comparisons, AND, OR, NOT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spl.language import ast
from spl.language.build import Builder, spanning

if TYPE_CHECKING:
    from lark import Token

_DIRECTIVE = re.compile(r"(\w+)\((.*)\)", re.DOTALL)
_INDEXED = re.compile(r"(index|host|source|sourcetype)::(.+)", re.DOTALL)


class SearchBuilder(Builder):
    """Rules whose names start with ``s_``, and the shape of the search command."""

    def search(self, children: list[Any]) -> ast.SearchArguments:
        """search, metasearch: nothing at all means everything."""
        return ast.SearchArguments(children[0] or ast.Everything())

    def s_and(self, children: list[Any]) -> Any:
        """Two or more items that must all hold; an And inside an And is taken apart."""
        items = _flatten(children, ast.And)
        return self._deeper(ast.And(items, span=spanning(children)), *items)

    def s_or(self, children: list[Any]) -> Any:
        """Two or more items of which one must hold."""
        items = _flatten(children, ast.Or)
        return self._deeper(ast.Or(items, span=spanning(children)), *items)

    def s_negation(self, children: list[Any]) -> Any:
        """NOT item."""
        sign, item = children
        return self._deeper(ast.Not(item, span=self._at(sign).to(item.span)), item)

    def s_group(self, children: list[Any]) -> Any:
        """( expression )."""
        return children[1]

    def s_everything(self, children: list[Any]) -> ast.Everything:
        """An empty pair of parentheses."""
        return ast.Everything(span=self._at(children[0]).to(self._at(children[1])))

    def s_compare(self, children: list[Any]) -> ast.Compare:
        """Field op value."""
        name, op, value = children
        field = self._field(name)
        sign = {"==": "=", "<>": "!="}.get(op, str(op))
        return ast.Compare(field, sign, value, span=field.span.to(value.span))

    def s_member(self, children: list[Any]) -> ast.Membership:
        """Field IN (values)."""
        name, operator, _, values, closing = children
        field = self._field(name)
        negated = operator.type == "NOT_IN"
        return ast.Membership(field, values, negated=negated, span=field.span.to(self._at(closing)))

    def s_items(self, children: list[Any]) -> tuple[Any, ...]:
        """The values of an IN list."""
        return tuple(children)

    def s_value(self, children: list[Token]) -> Any:
        """What stands to the right of a comparison."""
        (token,) = children
        if token.type == "SUB":
            return self._subsearch(token)
        if token.type in ("CASE_CALL", "TERM_CALL"):
            inner = self._inner(token)
            return ast.Exactly(inner, span=inner.span) if token.type == "CASE_CALL" else inner
        return self._pattern(token)

    s_item = s_value

    def s_word(self, children: list[Token]) -> ast.Term | ast.Compare:
        """A bare word; ``sourcetype::x`` is the older way to compare an indexed field."""
        (token,) = children
        span = self._at(token)
        if indexed := _INDEXED.fullmatch(token):
            pattern = ast.Pattern(indexed[2], span=span)
            return ast.Compare(ast.FieldName(indexed[1], span=span), "=", pattern, span=span)
        return ast.Term(self._pattern(token), span=span)

    def s_phrase(self, children: list[Token]) -> ast.Term:
        """A phrase in double quotes."""
        return ast.Term(self._pattern(children[0]), span=self._at(children[0]))

    def s_directive(self, children: list[Token]) -> ast.Term:
        """TERM(x) or CASE(x)."""
        (token,) = children
        inner, span = self._inner(token), self._at(token)
        if token.type == "CASE_CALL":
            return ast.Term(ast.Exactly(inner, span=span), span=span)
        return ast.Term(inner, whole=True, span=span)

    def s_prefix(self, children: list[Token]) -> ast.Prefix:
        """PREFIX(k=)."""
        found = _DIRECTIVE.fullmatch(children[0])
        assert found is not None
        return ast.Prefix(found[2].strip(), span=self._at(children[0]))

    def s_subsearch(self, children: list[Token]) -> ast.Subsearch:
        """A subsearch that stands for a whole expression."""
        return self._subsearch(children[0])

    def _pattern(self, token: Token) -> ast.Pattern:
        quoted = token.type == "STRING"
        raw = str(token[1:-1] if quoted else token)
        return ast.Pattern(raw, quoted, span=self._at(token))

    def _inner(self, token: Token) -> ast.Pattern:
        found = _DIRECTIVE.fullmatch(token)
        assert found is not None
        raw, quoted = found[2].strip(), False
        if len(raw) > 1 and raw[0] == raw[-1] == '"':
            raw, quoted = raw[1:-1], True
        return ast.Pattern(raw, quoted, span=self._at(token))


def _flatten(children: list[Any], kind: type[ast.And] | type[ast.Or]) -> tuple[Any, ...]:
    items: list[Any] = []
    for child in children:
        if isinstance(child, kind):
            items.extend(child.items)
        else:
            items.append(child)
    return tuple(items)
