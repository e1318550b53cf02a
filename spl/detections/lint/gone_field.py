"""LINT103: a field that no stage before leaves."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.errors import did_you_mean
from spl.plan.flow import Loss, Passed, Read

_MOST = 8
_CONSTANTS = frozenset({"null", "true", "false"})


def lost_fields(subject: Subject) -> Iterator[tuple[Passed, Read, Loss]]:
    """Every field that is read where it certainly is not, the first time for each loss."""
    seen: set[tuple[str, int]] = set()
    for passed in subject.passed:
        for read in passed.reads:
            if passed.before.may_have(read.name) or _is_no_fault(subject, read):
                continue
            loss = passed.before.loss(read.name)
            if loss is not None and (read.name, id(loss.command)) not in seen:
                seen.add((read.name, id(loss.command)))
                yield passed, read, loss


def is_emptying(read: Read) -> bool:
    """Whether reading a field that is not there loses rows, not just a value."""
    return read.use in ("by", "filter")


def flaw(subject: Subject, passed: Passed, read: Read, loss: Loss) -> Flaw:
    """What is said of a field that a command did not keep."""
    known = sorted(name for name in passed.before.names if name[:1] != "_")
    shown = ", ".join(known[:_MOST]) + (", …" if len(known) > _MOST else "")
    return subject.in_search(
        f"There is no field '{read.name}' here: '{loss.command.name}' does not leave one.",
        read.span,
        did_you_mean(read.name, known) or (f"There are {shown}." if known else None),
    )


def _is_no_fault(subject: Subject, read: Read) -> bool:
    """A bare null is meant as null; a macro may read more than each of its callers has."""
    if read.name.lower() in _CONSTANTS or "*" in read.name:
        return True
    return read.span.macro is not None and read.name not in subject.typed(read.span)


@check("LINT103", "rows lost by a field that is no longer there", "error")
def gone_field(subject: Subject) -> Iterator[Flaw]:
    """After stats, table, fields and their like only the fields that they name are left.

    A comparison of another field is never true, and grouping by it drops every row. Nothing is
    said where it is not certain which fields there are, as after foreach, or after a command that
    makes fields out of the data.

    Bad:
        `sysmon` EventCode=1 | stats count BY dest | where user="root"

    Good:
        `sysmon` EventCode=1 | stats count BY dest user | where user="root"
    """
    for passed, read, loss in lost_fields(subject):
        if loss.renamed is None and is_emptying(read):
            yield flaw(subject, passed, read, loss)
