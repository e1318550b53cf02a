"""A published rule: its search, its tests, its drill-downs, and what it says about risk.

All three published layouts are read: 4.x (`tags.observable`, confidence and impact), 5.x (`rba`)
and 6.x (`finding`, `intermediate_findings`, `threat_objects`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spl.detections.risk import RiskObject, RiskRule, ThreatObject
from spl.detections.yaml_file import read_mapping, sequence, text, texts
from spl.errors import KnowledgeError

CORRELATIONS = ("Correlation", "Finding-based detection")
"""The types of rules that read the risk events of others; layout 6.x has the second."""


@dataclass(frozen=True, slots=True)
class AttackData:
    """One log of a test: where it is published and how Splunk would index it."""

    data: str
    source: str | None = None
    sourcetype: str | None = None
    host: str | None = None
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a test asks of the rows; without a count, at least one row.

    Attributes:
        exactly: number of rows, or None.
        at_least: smallest number of rows, or None.
        at_most: largest number of rows, or None.
        rows: fields and values that some row each must have; no row serves two of them.
        fields: fields that must be filled in every row.
        absent_rows: fields and values that no row may have together.
        absent_fields: fields that must not be filled in any row.
    """

    exactly: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    rows: tuple[Mapping[str, Any], ...] = ()
    fields: tuple[str, ...] = ()
    absent_rows: tuple[Mapping[str, Any], ...] = ()
    absent_fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTest:
    """A named test: the logs to load and what the rule must make of them.

    Attributes:
        name: its title.
        attack_data: the logs, which all go into one session.
        expectation: what the rows must be like.
        kind: ``unit`` or ``experimental``, as layout 6.x says; empty elsewhere.
        baseline_data: logs that the rule's baselines alone see; empty where they see the test's.
    """

    name: str
    attack_data: tuple[AttackData, ...]
    expectation: Expectation = Expectation()
    kind: str = ""
    baseline_data: tuple[AttackData, ...] = ()


@dataclass(frozen=True, slots=True)
class DrillDown:
    """A search to run from a result row, with ``$field$`` tokens and its own time range."""

    name: str
    search: str
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule file.

    Attributes:
        path: the file.
        name: the rule's title.
        search: its SPL, as published.
        kind: TTP, Anomaly, Hunting or Correlation; empty when the file does not say.
        status: production, experimental or deprecated; empty when the file does not say.
        tests: the tests of the file itself.
        drilldowns: searches to follow a result with.
        risk: what a result row adds to the risk index; None where the rule says nothing.
        stories: analytic stories.
        techniques: ATT&CK technique ids.
        data_sources: names of the data sources that it reads, as ``data_sources/`` has them.
        manual: why its tests cannot be run by a machine, in the rule's words; else empty.
    """

    path: Path
    name: str
    search: str
    kind: str = ""
    status: str = ""
    tests: tuple[RuleTest, ...] = ()
    drilldowns: tuple[DrillDown, ...] = ()
    risk: RiskRule | None = None
    stories: tuple[str, ...] = ()
    techniques: tuple[str, ...] = ()
    data_sources: tuple[str, ...] = ()
    manual: str = ""

    @property
    def saved_name(self) -> str:
        """The name that the rule has as a saved search."""
        return f"ESCU - {self.name} - Rule"

    @property
    def filter_macro(self) -> str:
        """The macro that ends every published rule; ``search *`` unless somebody defines it."""
        return f"{self.path.stem}_filter"


def read_rule(path: Path) -> Rule:
    """Read a rule file; KnowledgeError SPL6xx when it is not a rule."""
    content = read_mapping(path)
    search = text(content.get("search"))
    if not search:
        raise KnowledgeError(
            "A rule needs a 'search'.",
            code="SPL611",
            origin=str(path),
            hint="A rule file holds at least the keys name and search.",
        )
    tags = content.get("tags")
    tags = {**content, **tags} if isinstance(tags, dict) else content
    return Rule(
        path=path,
        name=text(content.get("name")) or path.stem,
        search=search,
        kind=text(content.get("type")),
        status=text(content.get("status")),
        tests=tuple(read_test(item) for item in sequence(content.get("tests"))),
        drilldowns=tuple(_drilldown(item) for item in sequence(content.get("drilldown_searches"))),
        risk=_risk(content, tags),
        stories=texts(tags.get("analytic_story")),
        techniques=texts(tags.get("mitre_attack_id")),
        data_sources=texts(content.get("data_source")),
        manual=text(tags.get("manual_test")),
    )


def read_test(item: Any) -> RuleTest:
    """Read one entry of ``tests``; 6.x's ``expected_results`` is a smallest number of rows."""
    item = item if isinstance(item, dict) else {}
    expected = item.get("expected_results")
    rows = Expectation()
    if isinstance(expected, int) and not isinstance(expected, bool):
        rows = Expectation(at_least=expected) if expected else Expectation(exactly=0)
    return RuleTest(
        name=text(item.get("name")) or "test",
        attack_data=tuple(map(read_attack_data, sequence(item.get("attack_data")))),
        expectation=rows,
        kind=text(item.get("test_type")),
    )


def read_attack_data(item: Any) -> AttackData:
    """Read one entry of ``attack_data``: a mapping, or just where the log is."""
    item = item if isinstance(item, dict) else {"data": item}
    return AttackData(
        data=text(item.get("data")),
        source=text(item.get("source")) or None,
        sourcetype=text(item.get("sourcetype")) or None,
        host=text(item.get("host")) or None,
        index=text(item.get("custom_index") or item.get("index")) or None,
    )


def _drilldown(item: Any) -> DrillDown:
    item = item if isinstance(item, dict) else {}
    return DrillDown(
        name=text(item.get("name")),
        search=text(item.get("search")),
        earliest=text(item.get("earliest_offset")) or None,
        latest=text(item.get("latest_offset")) or None,
    )


def _risk(content: Mapping[str, Any], tags: Mapping[str, Any]) -> RiskRule | None:
    """The risk part of whichever layout the file has."""
    if "finding" in content or "intermediate_findings" in content:
        return _risk_of_findings(content)
    if isinstance(content.get("rba"), dict):
        return _risk_of_rba(content["rba"])
    return _risk_of_observables(tags)


def _risk_of_findings(content: Mapping[str, Any]) -> RiskRule:
    """Layout 6.x: one finding with an entity, intermediate findings with a message each."""
    objects = []
    finding = content.get("finding")
    if isinstance(finding, dict):
        title = text(finding.get("title"))
        objects += [_risk_object(item, title) for item in sequence(finding.get("entity"))]
    findings = content.get("intermediate_findings")
    entities = findings.get("entities") if isinstance(findings, dict) else findings
    objects += [_risk_object(item, text(item.get("message"))) for item in sequence(entities)]
    return RiskRule(tuple(objects), _threat_objects(content.get("threat_objects")))


def _risk_of_rba(rba: Mapping[str, Any]) -> RiskRule:
    """Layout 5.x: ``rba`` with one message for all risk objects."""
    message = text(rba.get("message"))
    return RiskRule(
        tuple(_risk_object(item, message) for item in sequence(rba.get("risk_objects"))),
        _threat_objects(rba.get("threat_objects")),
    )


def _risk_object(item: Any, message: str) -> RiskObject:
    item = item if isinstance(item, dict) else {}
    return RiskObject(
        field=text(item.get("field")),
        kind=text(item.get("type")) or "other",
        score=_score(item.get("score")),
        message=message,
    )


def _threat_objects(items: Any) -> tuple[ThreatObject, ...]:
    return tuple(
        ThreatObject(text(item.get("field")), text(item.get("type")))
        for item in sequence(items)
        if isinstance(item, dict)
    )


_SYSTEMS = frozenset({"hostname", "ip address", "endpoint"})
_USERS = frozenset({"user", "user name", "email address"})


def _risk_of_observables(tags: Mapping[str, Any]) -> RiskRule | None:
    """Layout 4.x: Victims are risk objects, Attackers threat objects; confidence x impact."""
    observables = [item for item in sequence(tags.get("observable")) if isinstance(item, dict)]
    if not observables:
        return None
    score = _score(tags.get("confidence")) * _score(tags.get("impact")) // 100
    message = text(tags.get("message"))
    victims = [item for item in observables if "Victim" in sequence(item.get("role"))]
    attackers = [item for item in observables if "Attacker" in sequence(item.get("role"))]
    return RiskRule(
        tuple(
            RiskObject(text(item.get("name")), _kind(text(item.get("type"))), score, message)
            for item in victims
        ),
        tuple(
            ThreatObject(text(item.get("name")), text(item.get("type")).lower().replace(" ", "_"))
            for item in attackers
        ),
    )


def _kind(observable: str) -> str:
    """The risk object type of an observable type: system, user or other."""
    name = observable.lower()
    if name in _SYSTEMS:
        return "system"
    return "user" if name in _USERS else "other"


def _score(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
