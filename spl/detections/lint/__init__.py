"""The linter: what is wrong or surprising in rules, told without running them."""

from spl.detections.lint._book import Check, checks, find_check
from spl.detections.lint._finding import SEVERITIES, Finding, Severity
from spl.detections.lint._linter import Linter
from spl.detections.lint._sources import DataSources

__all__ = [
    "SEVERITIES",
    "Check",
    "DataSources",
    "Finding",
    "Linter",
    "Severity",
    "checks",
    "find_check",
]
