"""Why a search gives nothing: one wrong word, and what is said about it on one screen."""

import re
from pathlib import Path

import pytest
import yaml

import spl
from spl.detections import load_rule

ROOT = Path(__file__).parents[3]
CASES = yaml.safe_load(Path(__file__).with_name("cases").joinpath("why.yaml").read_text("utf-8"))
SYSMON = "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"
SECURITY = "XmlWinEventLog:Security"
REMCOM = ROOT / "datasets/attack_techniques/T1569.002/remcom"
LOGS = {
    "rms": [(ROOT / "datasets/malware/azorult/sysmon.log", SYSMON, "XmlWinEventLog")],
    "remcom": [
        (REMCOM / "windows-sysmon.log", SYSMON, "XmlWinEventLog"),
        (REMCOM / "windows-security.log", SECURITY, "XmlWinEventLog"),
        (REMCOM / "crowdstrike_falcon.log", "crowdstrike", "crowdstrike:events:sensor"),
    ],
}
RULES = {
    "rms": "windows_application_layer_protocol_rms_radmin_tool_namedpipe.yml",
    "remcom": "windows_service_execution_remcom.yml",
}
WIDTH, HEIGHT = 80, 24


@pytest.fixture(scope="module")
def sessions() -> dict[str, spl.Session]:
    found = {}
    for name, logs in LOGS.items():
        found[name] = spl.Session(now="2024-12-31T00:00:00")
        for path, source, sourcetype in logs:
            found[name].load(path, source=source, sourcetype=sourcetype)
    found["empty"] = spl.Session()
    return found


def text_of(case: dict) -> str:
    if "search" in case:
        return case["search"]
    text = load_rule(ROOT / "examples" / RULES[case["rule"]]).search
    for old, new in [case["replace"], *case.get("also", ())]:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def plain(lines: list[str]) -> str:
    """The lines as flowing text, so that where they break does not matter."""
    return re.sub(r"\s+", " ", "\n".join(lines))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_one_wrong_word_is_named_on_one_screen(sessions: dict[str, spl.Session], case: dict):
    session = sessions["empty" if case.get("empty") else case.get("rule", "remcom")]
    found = session.why(
        text_of(case),
        earliest=case.get("earliest"),
        rows=case.get("rows"),
        fields=case.get("fields", ()),
    )
    lines = found.lines(WIDTH)
    shown = plain(lines)
    for said in case.get("says", ()):
        assert any(plain([each]).strip() in shown for each in said.split("|")), "\n".join(lines)
    for said in case.get("silent", ()):
        assert said not in shown
    assert len(lines) < HEIGHT, "the prompt needs a line as well"
    assert max(map(len, lines)) <= WIDTH


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_fires_is_not_blamed(sessions: dict[str, spl.Session], rule: str):
    text = load_rule(ROOT / "examples" / RULES[rule]).search
    found = sessions[rule].why(text)
    assert found.culprit is None
    assert found.rows == len(sessions[rule].search(text)) == 7
    assert found.passed == ()


def test_asking_why_writes_nothing(tmp_path: Path):
    session = spl.Session(write=tmp_path)
    rows = [{"a": "1"}]
    session.why("outputlookup kept | outputcsv kept | collect index=kept", rows=rows)
    assert list(tmp_path.iterdir()) == []
    assert "kept" not in session.lookups
    assert len(session.search("index=kept")) == 0
    session.search("outputlookup kept | outputcsv kept2 | collect index=kept", rows=rows)
    assert len(list(tmp_path.iterdir())) == 3
    assert len(session.search("index=kept")) == 1


def test_a_search_that_stops_says_where(sessions: dict[str, spl.Session]):
    found = sessions["empty"].why('search a=1 | map search="| nothing"', rows=[{"a": "1"}])
    assert found.lines()[0] == "The search stopped in stage 2."
    assert "SPL301" in str(found)


def test_a_wide_terminal_is_used(sessions: dict[str, spl.Session]):
    case = next(case for case in CASES if case["name"] == "in the where of tstats")
    found = sessions["remcom"].why(text_of(case))
    assert max(map(len, found.lines(120))) > WIDTH
    assert max(map(len, found.lines(40))) <= 40
