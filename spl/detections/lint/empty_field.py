"""LINT107: a value that is worked out or shown from a field that is no longer there."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.lint.gone_field import flaw, is_emptying, lost_fields


@check("LINT107", "a field that is never filled", "warning")
def empty_field(subject: Subject) -> Iterator[Flaw]:
    """After stats, table, fields and their like only the fields that they name are left.

    What is worked out or shown from another field stays empty. No row is lost by it, but whoever
    reads the rule, or its results, expects a value.

    Bad:
        `sysmon` EventCode=1 | stats count BY dest | convert ctime(firstTime)

    Good:
        `sysmon` EventCode=1 | stats count min(_time) AS firstTime BY dest
            | convert ctime(firstTime)
    """
    for passed, read, loss in lost_fields(subject):
        if loss.renamed is None and not is_emptying(read):
            yield flaw(subject, passed, read, loss)
