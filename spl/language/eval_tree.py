"""Walks over eval expressions that do not recurse, so that no expression is too deep."""

from __future__ import annotations

from collections.abc import Iterator

from spl.language import ast


def children(expr: ast.Expr) -> tuple[ast.Expr, ...]:
    """The operands or arguments of *expr*."""
    match expr:
        case ast.Unary():
            return (expr.operand,)
        case ast.Binary():
            return (expr.left, expr.right)
        case ast.InList():
            return (expr.operand, *expr.items)
        case ast.Call():
            return expr.args
    return ()


def walk(expr: ast.Expr) -> Iterator[ast.Expr]:
    """Every node of *expr*, each after its operands."""
    stack: list[tuple[ast.Expr, bool]] = [(expr, False)]
    while stack:
        node, done = stack.pop()
        if done:
            yield node
            continue
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(children(node)))


def field_names(expr: ast.Expr) -> list[str]:
    """The fields that *expr* reads, each once, in the order of appearance."""
    names = (node.name for node in walk(expr) if isinstance(node, ast.FieldName))
    return list(dict.fromkeys(names))
