"""Completing a plan: subsearches that stand for text are run, and their commands bound for good."""

from __future__ import annotations

from dataclasses import replace

from spl.commands import Job, Scope
from spl.errors import BindError, SplError, sentence_of
from spl.language import ast
from spl.plan.bind import bind_step
from spl.plan.plan import Plan, Step
from spl.plan.subsearches import fill, fills
from spl.values.value import as_texts

MAX_ROWS = 10_000
"""Rows of a subsearch that become text (Splunk, limits.conf: [subsearch] maxout)."""

_FORMATTERS = frozenset(("format", "return"))


def complete(plan: Plan, scope: Scope, job: Job) -> Plan:
    """Return the plan with every command bound.

    Raises:
        SplError: a subsearch fails, or its text does not fit where it stands.
    """
    if plan.is_complete:
        return plan
    steps = []
    for position, step in enumerate(plan.steps):
        if step.command is None:
            here = replace(scope, first=plan.first and position == 0)
            step = _completed(step, here, job)
        steps.append(step)
    return Plan(tuple(steps), plan.first)


def _completed(step: Step, scope: Scope, job: Job) -> Step:
    """Run the subsearches of one command, put their text in place and bind it."""

    def replacement(subsearch: ast.Subsearch, place: str) -> ast.Node | tuple[ast.Node, ...]:
        text = subsearch_text(subsearch, job)
        try:
            return _parsed(text, place, step.node.name, job)
        except SplError as error:
            raise BindError(
                f"Error in '{step.node.name}' command: The subsearch gave text that does not fit "
                f"here: {text[:200]}",
                code="SPL304",
                span=subsearch.span,
                hint=sentence_of(error.message),
            ) from error

    if isinstance(step.node.arguments, ast.TextArguments):
        node = _written(step.node, step.node.arguments, job)
    else:
        node = fill(step.node, replacement)
    return Step(node, bind_step(node, scope))


def _written(node: ast.Command, arguments: ast.TextArguments, job: Job) -> ast.Command:
    """The command that its text and that of its subsearches make together."""
    parts = [p if isinstance(p, str) else subsearch_text(p, job) for p in arguments.parts]
    try:
        read = _arguments(f"| {node.name} {''.join(parts)}", job)
    except SplError as error:
        raise BindError(
            f"Error in '{node.name}' command: The subsearch gave text that does not fit here: "
            f"{''.join(parts).strip()[:200]}",
            code="SPL304",
            span=node.span,
            hint=error.message,
        ) from error
    made = replace(node, arguments=read)
    if isinstance(read, ast.TextArguments) or fills(made):
        raise BindError("A subsearch cannot bring further searches.", code="SPL304", span=node.span)
    return made


def subsearch_text(subsearch: ast.Subsearch, job: Job) -> str:
    """The text that a subsearch stands for: what format or return, written or implied, gives."""
    commands = subsearch.pipeline.commands
    written = bool(commands) and commands[-1].name in _FORMATTERS
    table = job.run(subsearch.pipeline, None)
    if not written:
        table = job.limit(table, MAX_ROWS, "The subsearch")
        implied = ast.Command("format", ast.OptionsArguments(()))
        table = job.run(ast.Pipeline((implied,), generating=True), table)
    column = table.find("search")
    if column is None or not table.size:
        return ""
    return " ".join(as_texts(column[0]))


def _parsed(text: str, place: str, command: str, job: Job) -> ast.Node | tuple[ast.Node, ...]:
    """The tree of a subsearch's text, for the place where it stands."""
    match place:
        case "search":
            arguments = _arguments(f"| search {text}", job)
            assert isinstance(arguments, ast.SearchArguments)
            return arguments.expression
        case "eval":
            arguments = _arguments(f"| where {text}", job)
            assert isinstance(arguments, ast.WhereArguments)
            return arguments.expression
        case "assignment":
            arguments = _arguments(f"| {command} {text}", job)
            assert isinstance(arguments, ast.EvalArguments)
            return arguments.assignments
        case "pattern":
            return ast.Pattern(_bare(text), quoted=True)
    return ast.Text(_bare(text).replace("\\", "\\\\").replace('"', '\\"'))


def _bare(text: str) -> str:
    """A text without the quotes around it."""
    quoted = len(text) > 1 and text[0] == text[-1] == '"'
    return text[1:-1] if quoted else text


def _arguments(text: str, job: Job) -> ast.Arguments:
    pipeline = job.parse(text)
    if len(pipeline.commands) != 1:
        raise BindError("A subsearch cannot bring further commands.", code="SPL304")
    return pipeline.commands[0].arguments
