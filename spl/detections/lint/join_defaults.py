"""LINT118: join that leaves its type and its number of rows to the defaults."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject, word_of
from spl.language import ast


@check("LINT118", "join without type and max", "info")
def join_defaults(subject: Subject) -> Iterator[Flaw]:
    """By default join drops rows without a partner and takes one partner of each.

    In other languages a join gives every pair. Whoever writes ``type=inner`` or ``max=0`` has
    thought of it; stats over both kinds of events is often better, and has no limit of rows.

    Bad:
        index=main | join user [search index=hr | fields user dept]

    Good:
        index=main | join type=left max=1 user [search index=hr | fields user dept]
    """
    for passed in subject.passed:
        arguments = passed.node.arguments
        if not isinstance(arguments, ast.JoinArguments):
            continue
        names = {option.name for option in arguments.options}
        if not names & {"type", "max"}:
            yield subject.in_search(
                "This join keeps only rows with a partner, and one partner of each.",
                word_of(passed.node),
                "Say so with type= and max=, or use stats.",
            )
