"""A checkout of published detections: where it is, what it holds, a session that has read it."""

import os
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml

import spl

CHECKOUT = os.environ.get("SPL_SECURITY_CONTENT")
needs_checkout = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CHECKOUT, reason="SPL_SECURITY_CONTENT names no checkout"),
]
HERE = Path(__file__).parent
DATASETS = HERE.parents[1] / "datasets"
TECHNIQUE = "attack_techniques/T1569.002/remcom"
SYSMON = "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"
LOGS = (
    (f"{TECHNIQUE}/windows-sysmon.log", SYSMON, "XmlWinEventLog"),
    (f"{TECHNIQUE}/windows-security.log", "XmlWinEventLog:Security", "XmlWinEventLog"),
    (f"{TECHNIQUE}/crowdstrike_falcon.log", "crowdstrike", "crowdstrike:events:sensor"),
    ("malware/azorult/sysmon.log", SYSMON, "XmlWinEventLog"),
    ("background/windows-events.xml", None, None),
)


def load(path):
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def searches(folder):
    """The search of each rule in *folder* of the checkout, by the stem of its file."""
    paths = sorted(Path(CHECKOUT, folder).rglob("*.yml"))
    return {path.stem: load(path)["search"] for path in paths}


def session(*logs):
    """A session with the checkout as an app, what other apps would define, and *logs*.

    A filter macro that the checkout leaves to its user lets everything pass.
    """
    made = spl.Session(apps=[CHECKOUT])
    others = load(HERE / "others.yaml")
    for name, columns in others["lookups"].items():
        made.lookups[name] = {"rows": [], "columns": columns}
    for stem in searches("detections"):
        made.macros.setdefault(f"{stem}_filter", "search *")
    for path, source, sourcetype in logs:
        made.load(DATASETS / path, source=source, sourcetype=sourcetype)
    return made


def nodes(tree):
    """Every node of a tree, subsearches and templates of foreach included."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, tuple):
            stack.extend(node)
        elif is_dataclass(node):
            yield node
            stack.extend(getattr(node, field.name) for field in fields(node))
