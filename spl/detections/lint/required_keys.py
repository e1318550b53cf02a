"""LINT201: a key that rules of this layout must have."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject

_ALWAYS = (
    "name", "id", "version", "date", "author", "status", "type", "description", "search",
    "how_to_implement", "known_false_positives", "references", "data_source", "tags",
)  # fmt: skip
_TAGS = ("analytic_story", "asset_type", "product", "security_domain")
_TAGS_OF_4 = (*_TAGS, "confidence", "impact", "message", "observable", "risk_score")
_NO_RISK = ("Hunting", "Correlation", "Baseline")


@check("LINT201", "a required key is missing", "error")
def required_keys(subject: Subject) -> Iterator[Flaw]:
    """The tools that build published rules refuse one that lacks a key of its layout.

    Told apart are layout 4 (`tags.observable`, `tags.confidence`), layout 5 (`rba`) and layout 6
    (`finding`, `intermediate_findings`), which has its tags at the top. Rules that hunt or
    correlate need no `rba`.

    Bad:
        how_to_implement: null

    Good:
        how_to_implement: Collect events of Sysmon.
    """
    if subject.document is None:
        return
    present = subject.document.mapping
    layout = layout_of(subject)
    needed = [key for key in _ALWAYS if not (layout == 6 and key == "tags")]
    for key in needed:
        if present.get(key) is None:
            yield subject.in_keys(f"The key '{key}' is missing.", key)
    if isinstance(present.get("tags"), dict):
        for key in _TAGS_OF_4 if layout == 4 else _TAGS:
            if present["tags"].get(key) is None:
                yield subject.in_keys(f"The key '{key}' is missing in 'tags'.", "tags", key)


def layout_of(subject: Subject) -> int:
    """Which published layout a rule file has: 4, 5 or 6."""
    if subject.value("finding") is not None or subject.value("intermediate_findings") is not None:
        return 6
    old = ("observable", "confidence", "impact", "risk_score")
    tags = subject.value("tags")
    if isinstance(tags, dict) and any(key in tags for key in old):
        return 4
    return 5 if isinstance(tags, dict) else 6
