"""What a search means, how it is planned, and where its fields come from."""

import json
from pathlib import Path

import pytest

import spl
from spl.detections import load_rule

ROOT = Path(__file__).parents[3]
SYSMON = "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"
LOG = ROOT / "datasets/attack_techniques/T1569.002/remcom/windows-sysmon.log"
RULE = load_rule(ROOT / "examples/windows_service_execution_remcom.yml").search
ROWS = [{"a": "x", "b": "1"}, {"a": "y", "b": "1"}, {"a": "x", "b": "2"}, {"a": "z", "b": "2"}]


@pytest.fixture(scope="module")
def session() -> spl.Session:
    session = spl.Session(now="2024-12-31T00:00:00")
    session.load(LOG, source=SYSMON, sourcetype="XmlWinEventLog")
    return session


def test_the_expanded_text_says_which_macro_gave_what(session: spl.Session):
    found = session.explain(RULE)
    assert [(s.macro, s.text) for s in found.stretches][1] == (
        "security_content_summariesonly",
        "summariesonly=false allow_old_summaries=true fillnull_value=null",
    )
    joined = "".join(stretch.text for stretch in found.stretches)
    assert "`" not in joined
    assert str(spl.parse(joined)) == str(spl.parse(RULE))
    assert '«drop_dm_object_name: rename "Processes.*" as *»' in " ".join(str(found).split())


def test_the_tree_shows_what_binds_first(session: spl.Session):
    lines = session.explain("a=1 b=2 OR NOT c=3 | where x=1 OR y=2 AND z=3").lines()
    tree = lines[lines.index("Tree") + 1 : lines.index("Plan") - 1]
    assert tree == [
        "  search",
        "    AND",
        "      a=1",
        "      OR",
        "        b=2",
        "        NOT",
        "          c=3",
        "  where",
        "    OR",
        "      x = 1",
        "      AND",
        "        y = 2",
        "        z = 3",
    ]


KINDS = [
    ("index=* | eval a=1 | stats count by a", ["reading", "streaming", "reducible"], 2),
    ("| tstats count by host | head 1", ["reading, reducible", "reducible"], 0),
    ("| makeresults | eval a=1", ["reading", "streaming"], None),
    ("index=* | reverse | transpose", ["reading", "whole", "whole"], 1),
    ("index=* | sort [search index=* | return $host]", ["reading", "told by its subsearch"], 1),
]


@pytest.mark.parametrize(("text", "kinds", "cut"), KINDS)
def test_the_plan_says_how_each_command_runs(
    session: spl.Session, text: str, kinds: list[str], cut: int | None
):
    found = session.explain(text)
    assert [stage.kind for stage in found.stages] == kinds
    assert found.cut == cut


def test_rewrites_are_named(session: spl.Session):
    found = session.explain("index=main | search a=1 | search *")
    assert [(each.rule, each.steps) for each in found.rewrites] == [
        ("drop_search_everything", 2),
        ("push_filter", 1),
    ]
    assert found.steps == ("search",)
    assert len(found.stages) == 3


ESTIMATES = [
    # The events of the log, and those of an index that there is not.
    ("index=*", [42]),
    ("index=main", [42]),
    ("index=other", [0]),
    ("sourcetype=XmlWinEventLog", [42]),
    # A field that no event has lets nothing through, its NOT everything.
    ("nothing=1", [0]),
    ("NOT nothing=1", [42]),
    # The data set has 35 of the events; grouping gives no more than the distinct values.
    ("| tstats count from datamodel=Endpoint.Processes", [1]),
    ("| datamodel Endpoint Processes flat", [35]),
    ("index=* | stats count", [42, 1]),
    ("index=* | stats count by index, sourcetype", [42, 1]),
    ("index=* | head 5 | tail 3", [42, 5, 3]),
    ("index=* | top limit=2 EventCode", [42, 10]),
    ("| makeresults count=7", [7]),
    ("| inputlookup web_status.csv", [36]),
    ("index=* | append [| makeresults count=3]", [42, 45]),
]


@pytest.mark.parametrize(("text", "rows"), ESTIMATES)
def test_estimates_are_simple(session: spl.Session, text: str, rows: list[float]):
    assert [round(stage.estimate) for stage in session.explain(text).stages] == rows


def test_estimates_of_given_rows(session: spl.Session):
    found = session.explain("search a=* | stats count by a", rows=ROWS)
    assert [round(stage.estimate) for stage in found.stages] == [4, 3]


def test_analyze_shows_what_happened(session: spl.Session):
    found = session.explain(RULE, analyze=True)
    assert [stage.ran.rows_out for stage in found.stages] == [3, 3, 3, 3, 3]
    assert "     rows   seconds" in str(found)
    assert all(stage.ran is None for stage in session.explain(RULE).stages)


def test_analyze_writes_nothing(tmp_path: Path):
    session = spl.Session(write=tmp_path)
    session.explain("outputlookup kept", rows=ROWS, analyze=True)
    assert list(tmp_path.iterdir()) == []


def test_knowledge_has_file_and_line(session: spl.Session):
    used = session.explain(RULE + " | lookup windows_task Task OUTPUT TaskCategory").knowledge
    assert "summariesonly_config" in [each.name for each in used.macros]
    assert [(each.name, each.text) for each in used.datasets] == [
        ("Endpoint.Processes", "tag=process tag=report")
    ]
    assert [each.name for each in used.tags] == ["process", "report"]
    assert [(each.name, each.text) for each in used.lookups] == [
        ("windows_task", "windows_task.csv")
    ]
    assert any("sysmon/default/tags.conf, line" in place for place in used.tags[0].places)
    (origin,) = used.fields["process_name"]
    (setting,) = origin.steps[0].settings
    assert setting.key == "EVAL-process_name"
    assert setting.source.origin.endswith("sysmon/default/props.conf")
    line = Path(setting.source.origin).read_text("utf-8").splitlines()[setting.line - 1]
    assert line.startswith("EVAL-process_name")


def test_eventtypes_are_told_with_their_search(session: spl.Session):
    (used,) = session.explain("eventtype=ms-sysmon-regmod").knowledge.eventtypes
    assert used.text
    assert "eventtypes.conf, line" in used.places[0]


def test_programs_get_the_same(session: spl.Session):
    found = session.explain(RULE, analyze=True)
    content = json.loads(json.dumps(found.as_object()))
    assert content["search"] == RULE
    assert content["plan"]["stages"][0]["rows"] == 3
    assert content["plan"]["cut"] == 1
    assert content["tree"]["commands"][0]["name"] == "tstats"
    assert content["knowledge"]["fields"]["user"][0]["steps"][0]["settings"][0]["line"] > 0


def test_an_explanation_refuses_what_a_search_refuses(session: spl.Session):
    with pytest.raises(spl.SplError) as caught:
        session.explain("index=* | statz")
    assert caught.value.code == "SPL301"
    assert caught.value.text == "index=* | statz"


def test_every_field_of_every_event_has_a_place(session: spl.Session):
    """For each field that a result shows, the steps end in the value that it shows."""
    events = list(session.search("index=* | head 3"))
    for number, event in enumerate(events, 1):
        for name, shown in event.items():
            found = session.event_origin("index=*", name, number)
            value = list(found.value) if isinstance(found.value, tuple) else found.value
            assert value == shown or str(found.value) == shown or name == "_time"
            (origin,) = found.origins
            assert origin.steps, f"{name} of event {number} comes from nowhere"


def test_a_local_override_shows_in_the_origin(tmp_path: Path):
    app = tmp_path / "mine/local"
    app.mkdir(parents=True)
    (app / "props.conf").write_text(f'\n\n[source::{SYSMON}]\nEVAL-dest = "here"\n', "utf-8")
    session = spl.Session(apps=tmp_path)
    session.load(LOG, source=SYSMON, sourcetype="XmlWinEventLog")
    found = session.event_origin("EventCode=1", "dest", 2)
    assert found.value == "here"
    (setting,) = found.origins[0].steps[-1].settings
    assert (setting.source.origin, setting.line) == (str(app / "props.conf"), 4)


@pytest.mark.parametrize("number", [43, 1000])
def test_an_event_that_is_not_there(session: spl.Session, number: int):
    with pytest.raises(spl.SplError) as caught:
        session.event_origin("index=*", "dest", number)
    assert caught.value.code == "SPL405"
    assert "reads 42" in caught.value.message
