"""Binding: every command of a search is understood, or refused by name, before a row is read."""

from __future__ import annotations

from dataclasses import replace

from spl.commands import (
    Bound,
    Generating,
    Reducible,
    Scope,
    Streaming,
    Whole,
    bind_command,
    find_command,
)
from spl.errors import BindError
from spl.language import ast
from spl.plan.plan import Plan, Step
from spl.plan.subsearches import blanked, fills, own_subsearches


def bind(pipeline: ast.Pipeline, scope: Scope) -> Plan:
    """Bind every command of *pipeline* and of the subsearches in it.

    A command whose arguments a subsearch completes is checked with the gap left empty; it is bound
    for good by `complete`, when the subsearch has given its text.

    Raises:
        BindError: a command, option or argument is unknown, refused, or in a wrong place.
    """
    steps = []
    for position, node in enumerate(pipeline.commands):
        here = replace(scope, first=scope.first and position == 0)
        _bind_subsearches(node, scope)
        if isinstance(node.arguments, ast.TextArguments):
            steps.append(Step(node, None))
        elif fills(node):
            bind_step(blanked(node), here)
            steps.append(Step(node, None))
        else:
            steps.append(Step(node, bind_step(node, here)))
    return Plan(tuple(steps), scope.first)


def bind_step(node: ast.Command, scope: Scope) -> Bound:
    """Bind one command and check that it may stand where it stands."""
    command = bind_command(node, scope)
    if isinstance(command, Generating) and not scope.first:
        raise BindError(
            f"Error in '{node.name}' command: This command must be the first command of a search.",
            code="SPL303",
            span=node.span,
            hint=f"Put it in a subsearch, as in append [| {node.name} …].",
        )
    if not isinstance(command, Generating | Streaming | Reducible | Whole):
        raise TypeError(f"command {node.name!r} is of no kind that an engine can run")
    return command


def _bind_subsearches(node: ast.Command, scope: Scope) -> None:
    """Check the searches in brackets; what a template is filled with is not known yet."""
    kind = find_command(node.name, node.span).brackets
    if kind == "template":
        return
    for subsearch in own_subsearches(node):
        bind(subsearch.pipeline, replace(scope, first=kind == "search"))
