"""Workflow commands of GitHub Actions: an annotation for every test that did not pass.

GitHub reads them from the output of a step and shows them beside the line of the rule in a pull
request. It keeps ten errors of a step; errors come before failures, and the last line, a notice,
tells the numbers of the whole run. Tests that were skipped are only counted there.
"""

from __future__ import annotations

from spl.detections.outcome import Outcome
from spl.detections.reports.run import Run, reason, stopped_text, tally_text, test_name
from spl.detections.reports.visible import in_one_line, visible
from spl.detections.search_line import fault_line


def render(run: Run) -> str:
    """One command per line."""
    commands = [_error(outcome, run) for outcome in run.broken()]
    return "\n".join([*commands, _notice(run)]) + "\n"


def _error(outcome: Outcome, run: Run) -> str:
    file = run.name(outcome.rule.path)
    line = fault_line(outcome.rule, outcome.error)
    title = f"{in_one_line(outcome.rule.name)} · {in_one_line(test_name(outcome))}"
    place = f"file={_property(visible(file))},line={line},title={_property(title)}"
    return f"::error {place}::{_data(_message(outcome))}"


def _message(outcome: Outcome) -> str:
    lines = list(outcome.reasons)
    if outcome.error is not None:
        lines.append(reason(outcome))
        lines += [outcome.error.hint] if outcome.error.hint else []
    return visible("\n".join([*lines, *outcome.why]))


def _notice(run: Run) -> str:
    told = f"{tally_text(run.outcomes)} in {run.seconds:.1f} s. {stopped_text(run)}"
    return f"::notice title=spl test::{_data(told.strip())}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
