"""Risk-based alerting: what a firing rule adds to the risk index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spl.detections.attack import tactic_names
from spl.detections.tokens import Row, fill_message

RISK_INDEX = "risk"


@dataclass(frozen=True, slots=True)
class RiskObject:
    """A field whose values carry risk: its kind (system, user, other), score and message."""

    field: str
    kind: str
    score: int
    message: str


@dataclass(frozen=True, slots=True)
class ThreatObject:
    """A field whose values are signs of the threat, and what kind of thing they are."""

    field: str
    kind: str


@dataclass(frozen=True, slots=True)
class RiskRule:
    """What a rule says about risk."""

    objects: tuple[RiskObject, ...]
    threats: tuple[ThreatObject, ...]


@dataclass(frozen=True, slots=True)
class RiskOrigin:
    """What all risk events of one run of a rule share."""

    search_name: str
    stories: tuple[str, ...]
    techniques: tuple[str, ...]
    time: float


RiskEvent = dict[str, str | float | list[str]]


def risk_events(risk: RiskRule, origin: RiskOrigin, rows: Iterable[Row]) -> list[RiskEvent]:
    """Return one event per row, risk object and value of it, as the risk index would hold it.

    A risk object that the row lacks, or whose value is the text "null", makes no event: there is
    nothing to attribute the risk to. The message is filled from the row.
    """
    return [
        _event(risk, origin, row, risk_object, value)
        for row in rows
        for risk_object in risk.objects
        for value in _values(row, risk_object.field)
    ]


def _event(
    risk: RiskRule, origin: RiskOrigin, row: Row, risk_object: RiskObject, value: str
) -> RiskEvent:
    event: RiskEvent = {
        "_time": origin.time,
        "search_name": origin.search_name,
        "source": origin.search_name,
        "risk_object": value,
        "risk_object_field": risk_object.field,
        "risk_object_type": risk_object.kind,
        "normalized_risk_object": value,
        "risk_score": str(risk_object.score),
        "calculated_risk_score": str(risk_object.score),
        "risk_message": fill_message(risk_object.message, row),
        "analyticstories": list(origin.stories),
        "annotations.mitre_attack": list(origin.techniques),
        "annotations.mitre_attack.mitre_technique_id": list(origin.techniques),
        "annotations.mitre_attack.mitre_tactic": tactic_names(origin.techniques),
        "annotations.analytic_story": list(origin.stories),
        "annotations._all": [*origin.stories, *origin.techniques],
    }
    threats = [(v, t.kind) for t in risk.threats for v in _values(row, t.field)]
    event["threat_object"] = [threat for threat, _ in threats]
    event["threat_object_type"] = [kind for _, kind in threats]
    return {**_plain(row, event), **event}


def _plain(row: Row, taken: Mapping[str, object]) -> RiskEvent:
    """The row's own fields, which Splunk keeps beside those of the risk event."""
    return {name: value for name, value in row.items() if name not in taken and name[:1] != "_"}


def _values(row: Row, field: str) -> list[str]:
    value = row.get(field)
    values = [] if value is None else value if isinstance(value, list) else [value]
    return [item for item in values if item not in ("", "null")]
