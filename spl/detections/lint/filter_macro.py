"""LINT102: a rule that does not end in its own filter macro."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.errors import Span


@check("LINT102", "the rule's filter macro is missing", "warning")
def filter_macro(subject: Subject) -> Iterator[Flaw]:
    """A published rule ends in the macro ``<file name>_filter``, for the exceptions of its users.

    Exceptions that are written into the rule itself are lost with its next version. The name must
    be that of the file: a macro called otherwise is not made when the rules are built.

    Bad:
        search: '`sysmon` EventCode=1 | stats count BY dest user'

    Good:
        search: '`sysmon` EventCode=1 | stats count BY dest user | `example_filter`'
    """
    if subject.rule is None or subject.pipeline is None:
        return
    name = subject.rule.filter_macro
    called = subject.search.find(f"`{name}`")
    other = re.search(r"`(\w+_filter)`\s*$", subject.search)
    end = len(subject.search.rstrip())
    if called >= 0:
        if not re.search(rf"\|\s*`{re.escape(name)}`\s*(?:[|\]]|```|$)", subject.search):
            span = Span(called, called + len(name) + 2)
            yield subject.in_search(
                "The filter macro stands inside another stage.", span, f"Write | `{name}`."
            )
    elif other is None:
        yield subject.in_search(
            f"The rule does not end in its filter macro '{name}'.",
            Span(end - 1, end),
            f"End the search with | `{name}`.",
        )
    else:
        yield subject.in_search(
            f"The filter macro at the end is not called after the file, '{name}'.",
            Span(other.start(), other.end(1) + 1),
            f"Write `{name}`.",
        )
