"""Markdown as GitHub, GitLab and others show it: a summary table, then what did not pass.

A job summary of GitHub may hold 1 MiB; the report stays below it and says how much it
left out.
Text of rules and logs is never markup: it stands escaped or in a span or block of code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from spl.detections.outcome import Outcome
from spl.detections.reports.run import (
    LISTED,
    RuleOutcomes,
    Run,
    reason,
    stopped_text,
    tally,
    tally_text,
    test_name,
)
from spl.detections.reports.visible import in_one_line, visible
from spl.detections.search_line import fault_line

# Bytes; GitHub throws a job summary of more than 1 MiB away as a whole.
FAILURES = 600_000
TABLE = 300_000
LONGEST = 4_000  # characters of one block
CELL = 200  # characters of one cell
SHOWN_ROWS = 5
_MARKS = {"error": "⛔ error", "failed": "❌ failed", "skipped": "⚠️ skipped", "passed": "✅ passed"}
# What GitHub makes a link of, wherever it stands in text.
_LINKED = re.compile(r"@|://|www\.|#\d|\bGH-\d|\b[0-9a-f]{7,40}\b", re.IGNORECASE)
_MARKUP = re.compile(r"([\\`*_{}\[\]()<>#+!|~&:$=^-]|(?<=\d)\.)")


def render(run: Run) -> str:
    """The report, at most about 0.9 MB."""
    broken, rules = run.broken(), run.rules()
    failures = _within(FAILURES, (_failure(outcome, run) for outcome in broken))
    table = _within(TABLE, map(_rule, sorted(rules, key=lambda rule: LISTED.index(rule.status))))
    lines = _head(run, rules)
    if broken:
        lines += [f"### Not passed ({len(broken):,})", "", *failures]
    if len(failures) < len(broken):
        lines += [f"{len(broken) - len(failures):,} more are not shown.", ""]
    if rules:
        lines += [f"<details><summary>All rules ({len(rules):,})</summary>", ""]
        lines += ["| status | rule | tests | why |", "|:--|:--|--:|:--|", *table, ""]
        if len(table) < len(rules):
            lines += [f"{len(rules) - len(table):,} more are not shown.", ""]
        lines += ["</details>", ""]
    return "\n".join(lines)


def _within(size: int, parts: Iterable[str]) -> list[str]:
    """The first parts, as far as they fit into *size* bytes together."""
    kept = []
    for part in parts:
        size -= len(part.encode("utf-8")) + 1
        if size < 0:
            break
        kept.append(part)
    return kept


def _head(run: Run, rules: Sequence[RuleOutcomes]) -> list[str]:
    counts = tally(run.outcomes)
    lines = [f"## Detection tests: {tally_text(run.outcomes)}", ""]
    if run.interrupted:
        lines += [f"**{stopped_text(run)}**", ""]
    if run.outcomes:
        lines += ["| status | tests | rules |", "|:--|--:|--:|"]
        for status, count in counts.items():
            if count:
                number = sum(rule.status == status for rule in rules)
                lines.append(f"| {_MARKS[status]} | {count:,} | {number:,} |")
        lines.append("")
    lines += [f"{run.seconds:.1f} seconds, spl {run.version}", ""]
    return lines


def _failure(outcome: Outcome, run: Run) -> str:
    title = f"{_text(outcome.rule.name)} · {_text(test_name(outcome))}"
    place = f"{run.name(outcome.rule.path)}:{fault_line(outcome.rule, outcome.error)}"
    lines = [f"#### {_MARKS[outcome.status]}: {title}", "", _code(place), ""]
    lines += [f"- {_text(item)}" for item in outcome.reasons]
    if outcome.reasons:
        lines.append("")
    if outcome.error is not None:
        lines += [_block(outcome.error.render()), ""]
    if outcome.why:
        lines += [_block("\n".join(outcome.why)), ""]
    lines += _rows(outcome)
    return "\n".join(lines)


def _rows(outcome: Outcome) -> list[str]:
    """The first rows, as they bear on why the test failed."""
    results = outcome.results
    if results is None or not len(results):
        return []
    shown = [results[index] for index in range(min(SHOWN_ROWS, len(results)))]
    lines = [_table_row(results.columns), "|" + ":--|" * len(results.columns)]
    for row in shown:
        cells = (row.get(name, "") for name in results.columns)
        lines.append(_table_row(", ".join(c) if isinstance(c, list) else c for c in cells))
    if len(results) > len(shown):
        lines += ["", f"The first {len(shown)} of {len(results):,} rows."]
    return [*lines, ""]


def _rule(rule: RuleOutcomes) -> str:
    """A line of the table of all rules."""
    told = dict.fromkeys(filter(None, map(reason, rule.outcomes)))
    number = str(len(rule.outcomes))
    return f"| {_MARKS[rule.status]} {_table_row([rule.rule.name, number, '; '.join(told)])}"


def _table_row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_cell(_cut(cell, CELL)) for cell in cells) + " |"


def _text(text: str) -> str:
    """Text in one line, its markup escaped; a span of code where GitHub would link it."""
    line = in_one_line(text)
    return _code(line) if _LINKED.search(line) else _MARKUP.sub(r"\\\1", line)


def _cell(text: str) -> str:
    """`_text` for a table, where a bar ends the cell also inside a span of code.

    A backslash before it says that it does not; behind another backslash none can.
    """
    line = in_one_line(text)
    if not _LINKED.search(line):
        return _text(line)
    return _code(line.replace("\\|", "\\\\x7c")).replace("|", "\\|")


def _code(text: str) -> str:
    """A span of code that ends where the text ends."""
    line = in_one_line(text)
    fence = "`" * (_longest_run(line) + 1)
    return f"{fence} {line} {fence}" if line else ""


def _block(text: str) -> str:
    shown = visible(_cut(text, LONGEST))
    fence = "`" * max(3, _longest_run(shown) + 1)
    return f"{fence}text\n{shown}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[:longest]}… ({len(text) - longest:,} more characters)"
