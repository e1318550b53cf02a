"""Published rules: reading them, testing them against logs, the risk events that they make."""

from spl.detections.attack_data import AttackFile, Missing, locate
from spl.detections.drilldown import FilledDrillDown, fill_drilldown
from spl.detections.find import find_rules, load_rule
from spl.detections.outcome import DrillDownRun, Outcome, Status
from spl.detections.pool import Pool
from spl.detections.risk import RISK_INDEX, RiskObject, RiskRule, ThreatObject, risk_events
from spl.detections.rule import AttackData, DrillDown, Expectation, Rule, RuleTest, read_rule
from spl.detections.rule_run import RuleRun
from spl.detections.runner import Runner
from spl.detections.selection import Selection

__all__ = [
    "RISK_INDEX",
    "AttackData",
    "AttackFile",
    "DrillDown",
    "DrillDownRun",
    "Expectation",
    "FilledDrillDown",
    "Missing",
    "Outcome",
    "Pool",
    "RiskObject",
    "RiskRule",
    "Rule",
    "RuleRun",
    "RuleTest",
    "Runner",
    "Selection",
    "Status",
    "ThreatObject",
    "fill_drilldown",
    "find_rules",
    "load_rule",
    "locate",
    "read_rule",
    "risk_events",
]
