"""LINT207: a token of a drill-down that the result rows do not fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.yaml_file import sequence, text
from spl.errors import did_you_mean

_TOKEN = re.compile(r"\$([^$\s]+)\$")
_TIMES = frozenset({"info_min_time", "info_max_time"})


@check("LINT207", "a token of a drill-down that no row fills", "error")
def drilldown_token(subject: Subject) -> Iterator[Flaw]:
    """A drill-down is filled from a result row; a token without a field stays in its search.

    Bad:
        drilldown_searches: [{name: Events of $dest$, search: 'index=main host="$computer$"'}]

    Good:
        drilldown_searches: [{name: Events of $dest$, search: 'index=main host="$dest$"'}]
    """
    output = subject.output()
    if subject.document is None or output is None or output.open:
        return
    for at, _ in enumerate(sequence(subject.value("drilldown_searches"))):
        for key in ("name", "search"):
            keys = ("drilldown_searches", at, key)
            for token in dict.fromkeys(_TOKEN.findall(text(subject.value(*keys)))):
                if token not in _TIMES and not output.may_have(token):
                    yield subject.in_text(
                        f"The result rows have no field '{token}' for this drill-down.",
                        f"${token}$",
                        *keys,
                        hint=did_you_mean(token, output.names) or "Let the search keep it.",
                    )
