"""The risk events of a run as JSON lines, as the risk index would hold them."""

from __future__ import annotations

import json
from collections.abc import Iterable

from spl.detections.outcome import Outcome


def risk_lines(outcomes: Iterable[Outcome]) -> str:
    """One JSON object on a line for each risk event, in the order of the tests and rows.

    Besides its own fields a line has ``rule_file`` and ``test``, which the index does not have.
    """
    lines = [
        json.dumps(
            {
                **event,
                "rule_file": outcome.rule.path.name,
                "test": outcome.test.name if outcome.test is not None else None,
            },
            ensure_ascii=False,
        )
        for outcome in outcomes
        for event in outcome.risk
    ]
    return "".join(f"{line}\n" for line in lines)
