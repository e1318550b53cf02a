"""What can be asked about a search besides its rows: the stages, the reasons, the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from spl.commands import Job
from spl.engine import Executor
from spl.language import ast
from spl.plan import Rule
from spl.values.moment import Moment

if TYPE_CHECKING:
    from spl.diagnosis.why import Why
    from spl.engine.trace import Trace

Given = Iterable[Mapping[str, object]] | None


class Questions:
    """The questions that a session answers.

    What answers them is imported when it is asked: most searches start and end without it.
    """

    _executor: Executor
    _rules: Sequence[Rule]

    def _asked(
        self, text: str, earliest: Moment, latest: Moment, rows: Given
    ) -> AbstractContextManager[tuple[ast.Pipeline, Job]]:
        """The tree of a search and what its commands may reach; errors get the text with them."""
        raise NotImplementedError

    def trace(
        self, text: str, earliest: Moment = None, latest: Moment = None, rows: Given = None
    ) -> Trace:
        """Run a search stage by stage, as it is written, and keep the rows between the stages.

        It takes what `search` takes. A search that cannot go on ends in the trace's `error`.

        Raises:
            SplError: the text cannot be parsed or means nothing here.
        """
        from spl.engine.trace import trace

        with self._asked(text, earliest, latest, rows) as (pipeline, job):
            return trace(pipeline, text, job, self._executor)

    def why(
        self,
        text: str,
        earliest: Moment = None,
        latest: Moment = None,
        rows: Given = None,
        fields: Sequence[str] = (),
    ) -> Why:
        """Find out why a search gives no rows, or rows without some *fields* that they must have.

        It takes what `search` takes, and runs the search without writing what that would write.

        Raises:
            SplError: the text cannot be parsed or means nothing here.
        """
        from spl.diagnosis.why import why
        from spl.engine.trace import trace

        with self._asked(text, earliest, latest, rows) as (pipeline, job):
            return why(trace(pipeline, text, job.rehearsal(), self._executor), fields)
