"""LINT203: a risk score that is out of range or is not what confidence and impact make."""

from __future__ import annotations

from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.yaml_file import Key, sequence


@check("LINT203", "a wrong risk score", "error")
def risk_score(subject: Subject) -> Iterator[Flaw]:
    """Scores, confidence and impact are whole numbers from 0 to 100.

    In layout 4 the risk score is confidence times impact, divided by 100.

    Bad:
        rba: {message: A on $dest$, risk_objects: [{field: dest, type: system, score: 640}],
          threat_objects: []}

    Good:
        rba: {message: A on $dest$, risk_objects: [{field: dest, type: system, score: 64}],
          threat_objects: []}
    """
    for keys in _places(subject):
        score = subject.value(*keys)
        if not _in_range(score):
            yield subject.in_keys(f"{score} is no whole number from 0 to 100.", *keys)
    confidence, impact = subject.value("tags", "confidence"), subject.value("tags", "impact")
    score = subject.value("tags", "risk_score")
    if _in_range(confidence) and _in_range(impact) and _in_range(score):
        product = confidence * impact
        if score not in (product // 100, round(product / 100), -(-product // 100)):
            yield subject.in_keys(
                f"The risk score is {score}, but {confidence} times {impact} is {product / 100:g} "
                "percent.",
                "tags",
                "risk_score",
                hint=f"Write {product // 100}.",
            )


def _in_range(value: object) -> bool:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return value == value // 1 and 0 <= value <= 100


def _places(subject: Subject) -> Iterator[tuple[Key, ...]]:
    """Where a file says scores."""
    for key in ("confidence", "impact", "risk_score"):
        if subject.value("tags", key) is not None:
            yield "tags", key
    lists: tuple[tuple[Key, ...], ...] = (
        ("rba", "risk_objects"),
        ("intermediate_findings", "entities"),
    )
    for keys in lists:
        for at, _ in enumerate(sequence(subject.value(*keys))):
            if subject.value(*keys, at, "score") is not None:
                yield *keys, at, "score"
    if subject.value("finding", "entity", "score") is not None:
        yield "finding", "entity", "score"
