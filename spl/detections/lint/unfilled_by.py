"""LINT105: grouping by a field that the rule's data sources do not have."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.yaml_file import sequence, text
from spl.errors import did_you_mean
from spl.language import ast

# Fields of every event, whatever its data source lists.
_EVERY_EVENT = frozenset(
    {"_time", "_raw", "_indextime", "host", "source", "sourcetype", "index", "splunk_server",
     "eventtype", "tag", "punct", "linecount", "timestamp"}
)  # fmt: skip
_HASHES = frozenset({"MD5", "SHA1", "SHA256", "IMPHASH"})
_READS_EVENTS = frozenset({"search", "where", "eval", "rename", "rex", "bin", "fillnull", "stats"})


@check("LINT105", "a BY field that the data source does not show", "info")
def unfilled_by(subject: Subject) -> Iterator[Flaw]:
    """A row without one of the BY fields is dropped, so a BY field that is never filled drops all.

    The fields are those that the files in `data_sources` list for the rule's `data_source`, and
    those that the apps here give their example events. The check is silent where one of them is no
    Windows event in XML or is not described, and behind any command that makes fields in a way
    that cannot be followed. A newer version of what writes the events may have more fields than
    the example: look before you change the rule.

    Bad:
        data_source: [Sysmon EventID 1]
        search: '`sysmon` EventCode=1 | stats count BY dest user DestinationIp | `example_filter`'

    Good:
        data_source: [Sysmon EventID 1]
        search: '`sysmon` EventCode=1 | stats count BY dest user Image | `example_filter`'
    """
    names = [text(name) for name in sequence(subject.value("data_source"))]
    known = subject.sources.windows_fields(names, subject.knowledge, subject.environment)
    if known is None or not names:
        return
    for position, passed in enumerate(subject.passed):
        if passed.node.name != "stats" or not passed.before.open or passed.depth:
            continue
        if any(_makes_fields(each.node) for each in subject.passed[:position]):
            return
        for read in passed.reads:
            made = read.name in passed.before.names or read.name in passed.before.gone
            if read.use == "by" and not made and read.name not in known | _others(known):
                hint = did_you_mean(read.name, known)
                message = f"The example of {' or '.join(names)} has no field '{read.name}'."
                yield subject.in_search(message, read.span, hint or _without(passed.node))
        return


def _others(known: frozenset[str]) -> frozenset[str]:
    """Fields that an example need not show: those of every event, and the kinds of hashes."""
    return _EVERY_EVENT | (_HASHES if "Hashes" in known else frozenset())


def _makes_fields(node: ast.Command) -> bool:
    """Whether a command may have made any field, as a rename with stars may."""
    if isinstance(node.arguments, ast.RenameArguments):
        return any("*" in pair.new.name for pair in node.arguments.pairs)
    return node.name not in _READS_EVENTS


def _without(node: ast.Command) -> str:
    return f"Leave it out of {node.name}, or fill it before with fillnull."
