"""The tactics of ATT&CK techniques in risk events, and the rules that count them."""

from __future__ import annotations

import pytest

import spl
from spl.detections import risk_events
from spl.detections.attack import tactic_names
from spl.detections.risk import RISK_INDEX, RiskObject, RiskOrigin, RiskRule


@pytest.mark.parametrize(
    ("techniques", "served"),
    [
        (["T1003.001", "T1003"], ["credential-access"]),
        (["t1059.001 "], ["execution"]),
        (["T1547.001"], ["persistence", "privilege-escalation"]),
        (["T1105", "T1041"], ["command-and-control", "exfiltration"]),
        (["T1105.099"], ["command-and-control"]),
        (["T9999", ""], []),
        ([], []),
    ],
)
def test_tactics_of_techniques(techniques: list[str], served: list[str]) -> None:
    assert tactic_names(techniques) == served


def test_a_risk_rule_counts_tactics() -> None:
    rule = RiskRule((RiskObject("dest", "system", 40, "m"),), ())
    session = spl.Session(now=1_700_000_000)
    for name, technique in (("A", "T1003"), ("B", "T1059.001"), ("C", "T1490")):
        origin = RiskOrigin(name, ("S",), (technique,), 1_700_000_000.0)
        events = risk_events(rule, origin, [{"dest": "pc1"}])
        session.collect(events, index=RISK_INDEX, source=name, sourcetype="stash")
    search = (
        "| tstats dc(All_Risk.annotations.mitre_attack.mitre_tactic) as tactics dc(source) as n"
        " sum(All_Risk.calculated_risk_score) as score"
        " from datamodel=Risk.All_Risk by All_Risk.risk_object"
    )
    assert list(session.search(search)) == [
        {"All_Risk.risk_object": "pc1", "tactics": "3", "n": "3", "score": "120"}
    ]
