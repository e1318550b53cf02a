"""Whether rows are what a test asked for, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spl.detections.risk import RiskRule
from spl.detections.rule import Expectation
from spl.detections.tokens import Row


def failures(expectation: Expectation, rows: Sequence[Row]) -> list[str]:
    """Say everything in which *rows* fall short of the expectation; nothing when they do not."""
    return [*_counts(expectation, len(rows)), *_rows(expectation.rows, rows)]


def risk_failures(risk: RiskRule | None, rows: Sequence[Row]) -> list[str]:
    """The official criteria: every risk object in every row, each threat object in some row.

    A field that is absent or the text "null" cannot carry risk (contentctl, test).
    """
    if risk is None or not rows:
        return []
    missing = [
        f"risk object '{item.field}' is missing or null in {count} of {len(rows)} rows"
        for item in risk.objects
        if (count := sum(not _has(row, item.field) for row in rows))
    ]
    silent = [
        f"threat object '{item.field}' is missing or null in every row"
        for item in risk.threats
        if not any(_has(row, item.field) for row in rows)
    ]
    return missing + silent


def _has(row: Row, field: str) -> bool:
    return row.get(field) not in (None, "null", [])


def _counts(expectation: Expectation, count: int) -> list[str]:
    exactly, at_least, at_most = expectation.exactly, expectation.at_least, expectation.at_most
    if exactly is None and at_least is None and at_most is None:
        at_least = 1
    problems = []
    if exactly is not None and count != exactly:
        problems.append(f"{_rows_text(count)}, expected exactly {exactly}")
    if at_least is not None and count < at_least:
        problems.append(f"{_rows_text(count)}, expected at least {at_least}")
    if at_most is not None and count > at_most:
        problems.append(f"{_rows_text(count)}, expected at most {at_most}")
    return problems


def _rows_text(count: int) -> str:
    return f"{count} row" if count == 1 else f"{count} rows"


def _rows(expected: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> list[str]:
    """Match each expected row to a row of its own; the fullest expectation chooses first."""
    left = list(rows)
    problems = []
    for wanted in sorted(expected, key=len, reverse=True):
        found = next((row for row in left if _agrees(wanted, row)), None)
        if found is None:
            problems.append(f"no row has {_describe(wanted)}{_nearest(wanted, left)}")
        else:
            left.remove(found)
    return problems


def _agrees(wanted: Mapping[str, Any], row: Row) -> bool:
    return all(row.get(name) == _as_row_value(value) for name, value in wanted.items())


def _as_row_value(value: Any) -> str | list[str] | None:
    if value is None:
        return None
    return [str(item) for item in value] if isinstance(value, list) else str(value)


def _describe(wanted: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in wanted.items())


def _nearest(wanted: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """The row that agrees in most fields, told by the fields in which it does not."""
    if not rows:
        return ""
    row = max(rows, key=lambda row: sum(row.get(n) == _as_row_value(v) for n, v in wanted.items()))
    wrong = {n: row.get(n) for n, v in wanted.items() if row.get(n) != _as_row_value(v)}
    return f"; the nearest row has {_describe(wrong)}"
