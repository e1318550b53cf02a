"""LINT204: a data source that nobody describes."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.yaml_file import sequence, text
from spl.errors import did_you_mean


@check("LINT204", "a data source without a description", "warning")
def data_source_file(subject: Subject) -> Iterator[Flaw]:
    """A rule names its data sources as the files in the checkout's folder `data_sources` do.

    Without the folder nothing is said.

    Bad:
        data_source: [Sysmon Event 1]

    Good:
        data_source: [Sysmon EventID 1]
    """
    known = subject.sources.by_name
    if not known:
        return
    for at, item in enumerate(sequence(subject.value("data_source"))):
        name = text(item)
        if name and name not in known:
            hint = did_you_mean(name, known)
            if " AND " in name:
                hint = "Write each data source as an item of its own."
            yield subject.in_keys(
                f"There is no data source '{name}'.", "data_source", at, hint=hint
            )
