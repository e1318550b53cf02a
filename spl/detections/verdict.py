"""Whether rows are what a test asked for, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from spl.detections.risk import RiskRule
from spl.detections.rule import Expectation
from spl.detections.tokens import Row


def failures(expectation: Expectation, rows: Sequence[Row]) -> list[str]:
    """Say everything in which *rows* fall short of the expectation; nothing when they do not."""
    return [
        *_counts(expectation, len(rows)),
        *_fields(expectation, rows),
        *_rows(expectation.rows, rows),
        *_absent(expectation.absent_rows, rows),
    ]


def risk_failures(risk: RiskRule | None, rows: Sequence[Row]) -> list[str]:
    """The official criteria: risk objects in each row that is looked at, threat objects in one.

    A field that is absent or the text "null" cannot carry risk. Rows are looked at in their order,
    up to the first that has every field (contentctl, test); `risk_notes` tells of the others.
    """
    if risk is None or not rows:
        return []
    fields = [item.field for item in risk.objects]
    threats = [item.field for item in risk.threats]
    for row in rows:
        if not all(_has(row, name) for name in fields):
            return risk_notes(risk, rows)
        if all(_has(row, name) for name in threats):
            return []
    return [
        f"threat object '{name}' is missing or null in every row"
        for name in threats
        if not any(_has(row, name) for row in rows)
    ]


def risk_notes(risk: RiskRule | None, rows: Sequence[Row]) -> list[str]:
    """Say of each risk object in how many rows it is missing: these make no risk event for it."""
    counts = {
        item.field: sum(not _has(row, item.field) for row in rows)
        for item in (risk.objects if risk is not None else ())
    }
    of = f"of {len(rows)} rows"
    return [
        f"risk object '{name}' is missing or null in {n} {of}" for name, n in counts.items() if n
    ]


def _has(row: Row, field: str) -> bool:
    return row.get(field) not in (None, "null", [])


def _counts(expectation: Expectation, count: int) -> list[str]:
    exactly, at_least, at_most = expectation.exactly, expectation.at_least, expectation.at_most
    if exactly is None and at_least is None and at_most is None:
        at_least = 1
    if exactly == 0 and count:
        return [f"{_rows_text(count)}, expected none: the rule must stay silent"]
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
    wanted = sorted(expected, key=len, reverse=True)
    fits = [[n for n, row in enumerate(rows) if _agrees(each, row)] for each in wanted]
    holders: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        """Find a row for an expectation; one that holds it moves on where it can."""
        for row in fits[number]:
            if row not in tried:
                tried.add(row)
                if row not in holders or place(holders[row], tried):
                    holders[row] = number
                    return True
        return False

    homeless = [each for number, each in enumerate(wanted) if not place(number, set())]
    left = [row for number, row in enumerate(rows) if number not in holders]
    return [f"no row has {_describe(each)}{_nearest(each, left)}" for each in homeless]


def _absent(unwanted: Sequence[Mapping[str, Any]], rows: Sequence[Row]) -> list[str]:
    counts = [(each, sum(_agrees(each, row) for row in rows)) for each in unwanted]
    return [f"{_rows_text(n)} with {_describe(each)}, expected none" for each, n in counts if n]


def _fields(expectation: Expectation, rows: Sequence[Row]) -> list[str]:
    empty = [(name, sum(not _has(row, name) for row in rows)) for name in expectation.fields]
    filled = [(name, sum(name in row for row in rows)) for name in expectation.absent_fields]
    of = f"of {len(rows)} rows"
    return [
        *(f"field '{name}' is missing or null in {n} {of}" for name, n in empty if n),
        *(f"field '{name}' is filled in {_rows_text(n)}, expected none" for name, n in filled if n),
    ]


def _agrees(wanted: Mapping[str, Any], row: Row) -> bool:
    return all(row.get(name) == _as_row_value(value) for name, value in wanted.items())


def _as_row_value(value: Any) -> str | list[str] | None:
    if value is None:
        return None
    return list(map(_as_text, value)) if isinstance(value, list) else _as_text(value)


def _as_text(value: Any) -> str:
    """A value of YAML as rows hold it: true and false are the words of SPL."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _describe(wanted: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in wanted.items())


def _nearest(wanted: Mapping[str, Any], rows: Sequence[Row]) -> str:
    """The row that agrees in most fields, told by the fields in which it does not."""
    if not rows:
        return ""
    row = max(rows, key=lambda row: sum(row.get(n) == _as_row_value(v) for n, v in wanted.items()))
    wrong = {n: row.get(n) for n, v in wanted.items() if row.get(n) != _as_row_value(v)}
    return f"; the nearest row has {_describe(wrong)}"
