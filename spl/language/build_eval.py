"""Trees of eval expressions: operators, calls, literals, assignments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from spl.language import ast
from spl.language.build import Builder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lark import Token

    from spl.errors import Span

_LONG = 32
_BRACES = re.compile(r"[^{}]*(?:\{[^{}]*\}[^{}]*)*")


class EvalBuilder(Builder):
    """Rules whose names start with ``e_``, and the shapes of eval and where."""

    def eval(self, children: list[Any]) -> ast.EvalArguments:
        """eval, fieldformat: assignments from left to right."""
        return ast.EvalArguments(tuple(children))

    def where(self, children: list[Any]) -> ast.WhereArguments:
        """One expression: where; without one it keeps everything, as in Splunk."""
        return ast.WhereArguments(children[0] or ast.Call("true", ()))

    def assignment(self, children: list[Any]) -> ast.Assignment:
        """Target = expression."""
        name, value = children
        target = self._field(name)
        if name.type == "E_TARGET" and not _BRACES.fullmatch(name):
            message = "The destination field is invalid. {} brackets must be closed."
            frame = f"Error in '{self.place.command}' command: "
            self._fail("SPL128", frame + message, name, None)
        return ast.Assignment(target, value, span=target.span.to(value.span))

    def assignment_text(self, children: list[Token]) -> ast.Subsearch:
        """A subsearch that returns whole assignments."""
        return self._subsearch(children[0])

    def e_or(self, children: list[Any]) -> Any:
        """Operands joined by OR."""
        return self._joined("OR", children)

    def e_and(self, children: list[Any]) -> Any:
        """Operands joined by AND."""
        return self._joined("AND", children)

    def e_xor(self, children: list[Any]) -> Any:
        """Operands joined by XOR."""
        return children[0] if len(children) == 1 else self._joined("XOR", children)

    def e_unary(self, children: list[Any]) -> Any:
        """NOT x, -x, +x, !x."""
        sign, operand = children
        node = ast.Unary(sign.upper(), operand, span=self._at(sign).to(operand.span))
        return self._deeper(node, operand)

    def e_binary(self, children: list[Any]) -> Any:
        """Arithmetic, comparison, LIKE."""
        left, sign, right = children
        op = {"==": "=", "<>": "!="}.get(sign, sign.upper())
        return self._binary(op, left, right)

    def e_not_like(self, children: list[Any]) -> Any:
        """Not like: x NOT LIKE y."""
        left, _, _, right = children
        like = self._binary("LIKE", left, right)
        return self._deeper(ast.Unary("NOT", like, span=like.span), like)

    def e_in(self, children: list[Any]) -> Any:
        """X IN (a, b)."""
        return self._in_list(children, negated=False)

    def e_not_in(self, children: list[Any]) -> Any:
        """X NOT IN (a, b)."""
        return self._in_list(children, negated=True)

    def e_list(self, children: list[Any]) -> list[Any]:
        """Arguments between parentheses."""
        return children

    def e_group(self, children: list[Any]) -> Any:
        """( expression )."""
        return children[1]

    def e_number(self, children: list[Token]) -> ast.Number:
        """A number."""
        return ast.Number(str(children[0]), span=self._at(children[0]))

    def e_text(self, children: list[Token]) -> ast.Text:
        """A string in double quotes."""
        return self._text(children[0])

    def e_field(self, children: list[Token]) -> ast.FieldName:
        """A field, bare or in single quotes."""
        return self._field(children[0])

    def e_call(self, children: list[Any]) -> Any:
        """Call: name(arguments)."""
        name, _, args, closing = children
        span = self._at(name).to(self._at(closing))
        items = tuple(args or ())
        return self._deeper(ast.Call(name.lower(), items, span=span), *items)

    def e_subsearch(self, children: list[Token]) -> ast.Subsearch:
        """Text that is not known before the subsearch has run."""
        return self._subsearch(children[0])

    def _in_list(self, children: list[Any], negated: bool) -> Any:
        operand, items, closing = children[0], tuple(children[-2] or ()), children[-1]
        span = operand.span.to(self._at(closing))
        node = ast.InList(operand, items, negated=negated, span=span)
        return self._deeper(node, operand, *items)

    def _binary(self, op: str, left: Any, right: Any) -> Any:
        span: Span = left.span.to(right.span)
        return self._deeper(ast.Binary(op, left, right, span=span), left, right)

    def _joined(self, op: str, children: list[Any]) -> Any:
        """One tree for a chain, however it was put in parentheses: these operators associate."""
        operands: list[Any] = []
        for child in children:
            operands.extend(operands_of(child, op))
        return self._balanced(op, operands)

    def _balanced(self, op: str, operands: Sequence[Any]) -> Any:
        """Left to right as usual; a long chain is halved, so that nothing has to go deep."""
        if len(operands) > _LONG:
            middle = len(operands) // 2
            left = self._balanced(op, operands[:middle])
            return self._binary(op, left, self._balanced(op, operands[middle:]))
        tree = operands[0]
        for operand in operands[1:]:
            tree = self._binary(op, tree, operand)
        return tree


def operands_of(node: Any, op: str) -> list[Any]:
    """The operands of a chain of one associative operator, in order."""
    found, waiting = [], [node]
    while waiting:
        item = waiting.pop()
        if isinstance(item, ast.Binary) and item.op == op:
            waiting += item.right, item.left
        else:
            found.append(item)
    return found
