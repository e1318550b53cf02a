"""What can be asked about a search besides its rows: the stages, the reasons, the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from spl.commands import Job
from spl.engine import Executor
from spl.language import ast
from spl.plan import Rule
from spl.values.moment import Moment

if TYPE_CHECKING:
    from spl.diagnosis.event_origin import EventOrigin
    from spl.diagnosis.explain import Explanation
    from spl.diagnosis.why import Why
    from spl.engine.trace import Trace

Given = Iterable[Mapping[str, object]] | None


class Questions:
    """The questions that a session answers.

    What answers them is imported when it is asked: most searches start and end without it.
    """

    _engine: Executor
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
            return trace(pipeline, text, job, self._engine)

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
            return why(trace(pipeline, text, job.rehearsal(), self._engine), fields)

    def explain(
        self,
        text: str,
        earliest: Moment = None,
        latest: Moment = None,
        rows: Given = None,
        *,
        analyze: bool = False,
    ) -> Explanation:
        """Explain a search: its expanded text, its tree, its plan, the knowledge that it uses.

        It takes what `search` takes. With *analyze* the search is run, without writing what it
        would write, and the plan has the rows and times of each stage beside the estimates.

        Raises:
            SplError: the text cannot be parsed or means nothing here.
        """
        from spl.diagnosis.explain import explain
        from spl.engine.spread import Spread
        from spl.engine.trace import trace

        with self._asked(text, earliest, latest, rows) as (pipeline, job):
            job = job.rehearsal()
            ran = trace(pipeline, text, job, self._engine).run if analyze else None
            spread = isinstance(self._engine, Spread)
            return explain(pipeline, text, job, self._rules, ran, spread=spread)

    def event_origin(
        self,
        text: str,
        field: str,
        event: int | None = None,
        earliest: Moment = None,
        latest: Moment = None,
    ) -> EventOrigin:
        """Find which stanza of which file gave a field of the events that a search reads.

        Args:
            text: the search; only what it reads matters.
            field: name of the field.
            event: one event, counted from 1, newest first; None for all that the search reads.
            earliest: start of the time range.
            latest: end of the time range.

        Raises:
            SplError: the text means nothing here; SPL405 where it reads no such event.
        """
        from spl.diagnosis.event_origin import event_origin
        from spl.engine.trace import trace

        with self._asked(text, earliest, latest, None) as (pipeline, job):
            head = replace(pipeline, commands=pipeline.commands[:1])
            ran = trace(head, text, job.rehearsal(), self._engine).run
            return event_origin(ran, field, event)
