"""Why a search gave what it gave, as lines that fit a terminal of 24 lines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from spl.diagnosis.finding import Finding
from spl.diagnosis.sieve import Passed
from spl.engine.trace import Stage, Trace

_STAGES, _CLAUSES, _HEIGHT = 7, 6, 23
_FINDING = 7


def why_lines(
    trace: Trace,
    culprit: int | None,
    passed: Sequence[Passed],
    total: int,
    findings: Sequence[Finding],
    width: int,
) -> list[str]:
    """The headline, the stages, the clauses of the one that let nothing through, the findings."""
    lines = [_cut(_headline(trace, culprit), width), ""]
    lines += _stages(trace.run.stages, culprit, width)
    if passed and culprit is not None:
        lines += ["", f"Stage {culprit + 1}, clause by clause, of {counted(total, 'row')}:"]
        lines += _clauses(passed, width)
    for number, finding in enumerate(findings):
        told = list(_finding(finding, culprit, width))
        if number and len(lines) + 1 + len(told) > _HEIGHT:
            left = len(findings) - number
            lines.append(f"({counted(left, 'more remark')})")
            break
        lines += ["", *told] if not number else told
    return lines


def _headline(trace: Trace, culprit: int | None) -> str:
    size = trace.table.size
    if trace.error is not None:
        return f"The search stopped in stage {len(trace.run.stages)}."
    if culprit is None:
        return f"The search gives {counted(size, 'row')}."
    return f"No results: stage {culprit + 1} lets no row through."


def _stages(stages: Sequence[Stage], culprit: int | None, width: int) -> Iterator[str]:
    """A line per stage; those behind the culprit, and many before it, as one line."""
    yield "     rows  stage"
    end = len(stages) if culprit is None else culprit + 1
    shown = range(end) if end <= _STAGES else [0, 1, *range(end - _STAGES + 3, end)]
    before = -1
    for at in shown:
        if at > before + 1:
            yield f"{'…':>9}  {counted(at - before - 1, 'more stage')}"
        before = at
        stage = stages[at]
        rows = "–" if stage.rows_out is None else f"{stage.rows_out:,}"
        mark = ">" if at == culprit else " "
        yield _cut(f"{mark}{rows:>8}  {at + 1} | {stage.text}", width)
    if end < len(stages):
        left = len(stages) - end
        yield f"{'':>9}  and {counted(left, 'more stage')}"


def _clauses(passed: Sequence[Passed], width: int) -> Iterator[str]:
    """A line per clause: by itself, together with those above, its text."""
    first = next((n for n, each in enumerate(passed) if not each.left), len(passed) - 1)
    shown = list(range(len(passed)))
    if len(passed) > _CLAUSES:
        start = max(0, min(first - _CLAUSES + 2, len(passed) - _CLAUSES))
        shown = shown[start : start + _CLAUSES]
    yield "    alone    left  clause"
    if shown[0]:
        yield f"{'':>9}{passed[shown[0] - 1].left:>8,}  after {shown[0]} other clauses"
    for at in shown:
        each = passed[at]
        mark = ">" if at == first and not each.left else " "
        macro = f"   from `{each.clause.macro}`" if each.clause.macro else ""
        yield _cut(f"{mark}{each.alone:>8,}{each.left:>8,}  {each.clause.text}{macro}", width)
    if shown[-1] < len(passed) - 1:
        yield f"{'':>17}  and {len(passed) - 1 - shown[-1]} more"


def _finding(finding: Finding, culprit: int | None, width: int) -> Iterator[str]:
    """The title and, indented, the reasons."""
    start = "" if finding.stage == culprit else f"Stage {finding.stage + 1}: "
    yield from textwrap.wrap(start + finding.title, width, subsequent_indent="  ")[:3]
    lines = [
        line
        for sentence in finding.sentences
        for line in textwrap.wrap(
            sentence, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    ]
    yield from lines[:_FINDING]


def counted(number: int, what: str) -> str:
    """``1 row``, ``2 rows``."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"
