"""Why a search gives no rows, or fewer than it should: the stages, the clause, the fields."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spl.commands.search import Filter
from spl.diagnosis.absence import Absence
from spl.diagnosis.clauses import Clause
from spl.diagnosis.fields_there import shown
from spl.diagnosis.finding import Finding
from spl.diagnosis.named_fields import named_fields
from spl.diagnosis.place import Inquiry, Place
from spl.diagnosis.precedence import precedence
from spl.diagnosis.rejection import Rejection
from spl.diagnosis.remarks import null_keys, remarks
from spl.diagnosis.sieve import Nearest, Passed, Rows, Sieve
from spl.diagnosis.why_lines import why_lines
from spl.engine.trace import Stage, Trace

_FIELDS = 3  # of a command, that are told with their values
_LONGEST = 100  # characters of a clause in a sentence


@dataclass(frozen=True, slots=True, eq=False)
class Why:
    """What is to be said about the rows of a search.

    Attributes:
        trace: the search as it ran.
        culprit: position of the first stage that let no row through; None where rows came.
        passed: the clauses of that stage and how they fared, where it has any.
        total: how many rows they were asked of.
        findings: what was found out, the most telling first.
    """

    trace: Trace
    culprit: int | None
    passed: tuple[Passed, ...]
    total: int
    findings: tuple[Finding, ...]

    @property
    def rows(self) -> int:
        """How many rows the search gave."""
        return self.trace.table.size

    def lines(self, width: int = 80) -> list[str]:
        """The whole as lines of text, made to fit a screen of 24 lines where that can be."""
        return why_lines(self.trace, self.culprit, self.passed, self.total, self.findings, width)

    def __str__(self) -> str:
        return "\n".join(self.lines())


def why(trace: Trace, fields: Sequence[str] = ()) -> Why:
    """Find out why a search gave the rows that it gave.

    Args:
        trace: the search, run stage by stage.
        fields: fields that the rows must have; it is told why one is not there, or "null" as
            `fillnull_value` of tstats leaves it, in all of them.
    """
    inquiry = Inquiry(trace.run)
    absence = Absence(inquiry)
    culprit = _culprit(trace)
    sieve = None if culprit is None else inquiry.sieve_at(culprit)
    findings = [*_stopped(trace)]
    if culprit is not None:
        findings.extend(_of_culprit(inquiry, absence, culprit, sieve))
    findings.extend(_wanted(trace, absence, fields))
    known = {(finding.kind, finding.stage) for finding in findings}
    more = [f for f in remarks(inquiry, absence) if (f.kind, f.stage) not in known]
    findings.extend(sorted(more, key=lambda finding: -finding.weight))
    passed = () if sieve is None else tuple(sieve.passed())
    return Why(trace, culprit, passed, 0 if sieve is None else sieve.total, tuple(findings))


def _culprit(trace: Trace) -> int | None:
    """The first stage without rows, in a search without rows."""
    if trace.table.size:
        return None
    empty = (at for at, stage in enumerate(trace.run.stages) if not stage.rows_out)
    return next(empty, None)


def _stopped(trace: Trace) -> Iterator[Finding]:
    if trace.error is not None:
        at = len(trace.run.stages) - 1
        yield Finding("error", at, f"{trace.error.code}: {trace.error.message}")


def _of_culprit(
    inquiry: Inquiry, absence: Absence, at: int, sieve: Sieve | None
) -> Iterator[Finding]:
    """Why a stage let no row through."""
    stage, place = inquiry.run.stages[at], inquiry.place(at)
    if sieve is not None and not sieve.total:
        yield Finding("events", at, "No events are loaded.")
        return
    yield from _empty_subsearches(at, stage)
    nearest = None if sieve is None or _any_left(sieve) else sieve.nearest()
    if nearest is not None and sieve is not None:
        yield from _rejected(inquiry, absence, at, sieve, nearest)
        return
    dropped = list(null_keys(at, stage, place, absence))
    yield from dropped or [_of_other(at, stage, place, absence)]


def _of_other(at: int, stage: Stage, place: Place, absence: Absence) -> Finding:
    """What the rows have in the fields that a stage without clauses reads."""
    if not any(table.size for table in place.rows):
        return Finding("events", at, f"{stage.step.node.name} gives no rows.")
    told: list[str] = []
    for name in [n for n in named_fields(stage.step.node).reads if n != "_raw"][:_FIELDS]:
        if place.has(name):
            values = Counter(v for table in place.rows for v in table.column(name).to_list())
            told.append(f"Before it {name} is {shown(values)}.")
        else:
            told.extend(absence.of_all(name, place))
    return Finding("clause", at, f"No row gets through {stage.step.node.name}.", tuple(told))


def _rejected(
    inquiry: Inquiry, absence: Absence, at: int, sieve: Sieve, nearest: Nearest
) -> Iterator[Finding]:
    rejection = Rejection(inquiry.place(at), sieve, absence)
    title = _nearest_title(nearest, len(sieve.clauses))
    yield Finding("clause", at, title, tuple(rejection.sentences(nearest)))
    command = inquiry.run.stages[at].step.command
    expression = command.expression if isinstance(command, Filter) else None
    if at == 0 and inquiry.reads is not None:
        expression = inquiry.reads.selection.expression
    if expression is not None:
        env = inquiry.run.job.environment
        said = precedence(expression, inquiry.run.text, sieve, env)
        yield from (Finding("precedence", at, sentence) for sentence in said)


def _nearest_title(nearest: Nearest, clauses: int) -> str:
    rows = (
        f"{nearest.count:,} row satisfies"
        if nearest.count == 1
        else (f"{nearest.count:,} rows satisfy")
    )
    first = _short(nearest.failed[0].text)
    if clauses == 1:
        return f"No row satisfies {first}"
    if nearest.satisfied == 0:
        return f"No row satisfies any clause, first {first}"
    if len(nearest.failed) == 1:
        return f"{rows} every clause but {first}"
    others = _clause_texts(nearest.failed[1:])
    return f"{rows} {nearest.satisfied} of {clauses} clauses, but not {first}, nor {others}"


def _clause_texts(clauses: Sequence[Clause]) -> str:
    texts = [_short(clause.text) for clause in clauses[:2]]
    more = len(clauses) - len(texts)
    return ", ".join(texts) + (f" and {more} more" if more else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _empty_subsearches(at: int, stage: Stage) -> Iterator[Finding]:
    """Subsearches without rows, and why they have none."""
    for run in stage.inner:
        last = run.stages[-1] if run.stages else None
        if last is None or last.step.node.name == "format":
            last = run.stages[-2] if len(run.stages) > 1 else last
        if last is not None and not last.rows_out and last.after is not None:
            inner = why(Trace(run, last.after))
            told = [t for f in inner.findings[:1] for t in (f.title, *f.sentences)]
            yield Finding("subsearch", at, "A subsearch in it gives no rows.", tuple(told))


def _wanted(trace: Trace, absence: Absence, fields: Sequence[str]) -> Iterator[Finding]:
    """Why fields that the rows must have are not there."""
    if not trace.table.size:
        return
    end = Place(trace.run, len(trace.run.stages), [Rows(trace.table)])
    for name in fields:
        if not set(trace.table.column(name).to_list()) - {None, "null"}:
            reasons = tuple(absence.of_all(name, end))
            yield Finding("field", end.at - 1, f"No result has the field '{name}'.", reasons)


def _any_left(sieve: Sieve) -> bool:
    """Whether any row satisfies every clause."""
    return not sieve.clauses or bool(list(sieve.passed())[-1].left)
