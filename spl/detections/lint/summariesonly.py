"""LINT101: tstats that does not say whether only accelerated data counts."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject, word_of
from spl.language import ast


@check("LINT101", "tstats without the summariesonly macro", "warning")
def summariesonly(subject: Subject) -> Iterator[Flaw]:
    """Without the option tstats also searches data that is not accelerated.

    On a busy system that can take hours. Published rules call `security_content_summariesonly`, so
    that whoever installs them decides once for all. Any macro or option that sets `summariesonly`
    will do; a tstats over an index instead of a data model needs none.

    Bad:
        | tstats count FROM datamodel=Endpoint.Processes BY Processes.dest

    Good:
        | tstats `security_content_summariesonly` count FROM datamodel=Endpoint.Processes
            BY Processes.dest
    """
    for passed in subject.passed:
        node, arguments = passed.node, passed.node.arguments
        if not isinstance(arguments, ast.TstatsArguments) or node.name != "tstats":
            continue
        if arguments.source is None or arguments.source_kind != "datamodel":
            continue
        if not any(option.name == "summariesonly" for option in arguments.options):
            yield subject.in_search(
                "This tstats does not set summariesonly.",
                word_of(node),
                "Write `security_content_summariesonly` behind tstats.",
            )
