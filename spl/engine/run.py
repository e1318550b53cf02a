"""Running a parsed search: bind, complete, rewrite, execute; and the same for its subsearches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from spl.columns.table import Table
from spl.commands import Job, Scope, ranged
from spl.engine.executor import Executor
from spl.errors import RunError
from spl.language import ast
from spl.plan import RULES, Rule, bind, complete, rewrite

MAX_DEPTH = 20
"""How deep searches may run inside searches: a lookup, map or foreach that starts itself ends."""


@dataclass(frozen=True, slots=True)
class _Runner:
    """Runs a search and, one level deeper, what it starts."""

    executor: Executor
    rules: Sequence[Rule]
    job: Job
    depth: int = 0

    def __call__(self, pipeline: ast.Pipeline, rows: Table | None) -> Table:
        """Run *pipeline*; with *rows* it goes on from them."""
        if self.depth > MAX_DEPTH:
            raise RunError(
                f"Searches run inside searches more than {MAX_DEPTH} levels deep.", code="SPL402"
            )
        given = self.job.given is not None and self.depth == 0
        scope = Scope(self.job.environment, rows is None, self.job.knowledge, given)
        inner = replace(self, depth=self.depth + 1)
        job = replace(self.job, run=inner)
        plan = complete(bind(pipeline, scope), scope, job)
        if plan.steps:
            job = ranged(plan.steps[0].command, job)
        start = self.job.given if rows is None and given else rows
        return self.executor.execute(rewrite(plan, self.rules), job, start)


def run(
    pipeline: ast.Pipeline, job: Job, executor: Executor, rules: Sequence[Rule] = RULES
) -> Table:
    """Run a search from the text's tree to its rows.

    Args:
        pipeline: the parsed search.
        job: what the commands may reach; its `run` is replaced by this very function.
        executor: the engine.
        rules: the rewrite rules to apply; an empty sequence runs the plan as written.

    Raises:
        SplError: the search cannot be bound (before a row is read) or cannot go on.
    """
    return _Runner(executor, rules, job)(pipeline, None)
