"""LINT104: a field by the name that it had before it was renamed."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.lint.gone_field import lost_fields


@check("LINT104", "a renamed field by its old name", "error")
def old_name(subject: Subject) -> Iterator[Flaw]:
    """Behind a rename the field has its new name only.

    Bad:
        `sysmon` EventCode=1 | rename Computer AS dest | stats count BY Computer

    Good:
        `sysmon` EventCode=1 | rename Computer AS dest | stats count BY dest
    """
    for _, read, loss in lost_fields(subject):
        if loss.renamed is not None:
            yield subject.in_search(
                f"The field '{read.name}' was renamed to '{loss.renamed}'.",
                read.span,
                f"Write {loss.renamed}.",
            )
