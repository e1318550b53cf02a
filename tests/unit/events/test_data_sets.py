"""Data models: constraints, inheritance, calculated fields, and the models that ship."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from spl.columns.table import Table
from spl.errors import BindError, KnowledgeError
from spl.events.fields import dataset_table
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.value import Value

ENV = Environment(now=1_700_000_000.0)
Rows = list[dict[str, Value]]


def rows(knowledge: Knowledge, name: str, events: Sequence[Mapping[str, Value]]) -> Rows:
    model, dataset = knowledge.dataset(name)
    assert dataset is not None
    partition = Partition("main", "s", "st", Table.of(events))
    return dataset_table(partition, model, dataset, ENV).rows()


def model(tmp_path: Path, *objects: dict[str, Any], **confs: str) -> Knowledge:
    folder = tmp_path / "app" / "default" / "data" / "models"
    folder.mkdir(parents=True)
    (folder / "M.json").write_text(json.dumps({"modelName": "M", "objects": objects}))
    for name, text in confs.items():
        (tmp_path / "app" / "default" / f"{name}.conf").write_text(text)
    return Knowledge.read([tmp_path / "app"])


def dataset(name: str, parent: str = "BaseEvent", search: str = "", **more: Any) -> dict[str, Any]:
    constraints = [{"search": search}] if search else []
    fields = [{"fieldName": field} for field in more.pop("fields", "").split()]
    return {
        "objectName": name,
        "parentName": parent,
        "constraints": constraints,
        "fields": fields,
        **more,
    }


def calculation(kind: str, *outputs: str, **more: Any) -> dict[str, Any]:
    return {
        "calculationType": kind,
        "outputFields": [{"fieldName": name} for name in outputs],
        **more,
    }


def test_a_data_set_is_the_events_that_satisfy_its_constraint(tmp_path: Path) -> None:
    knowledge = model(tmp_path, dataset("D", search="kind=a*", fields="kind x"))
    events = [{"kind": "Ab", "x": "1", "hidden": "1"}, {"kind": "b"}, {"x": "2"}]
    assert [r.keys() - {"nodename"} for r in rows(knowledge, "M.D", events)] == [{"kind", "x"}]


def test_a_child_inherits_constraints_and_fields(tmp_path: Path) -> None:
    knowledge = model(
        tmp_path,
        dataset("Top", search="a=*", fields="a"),
        dataset("Left", "Top", "side=left", fields="b"),
        dataset("Right", "Top", "side=right", fields="c"),
    )
    events = [{"a": "1", "side": "left", "b": "x"}, {"side": "left"}, {"a": "2", "side": "right"}]
    assert rows(knowledge, "M.Left", events) == [
        {"a": "1", "b": "x", "nodename": ("Top", "Top.Left")}
    ]
    assert [row["nodename"] for row in rows(knowledge, "M.Top", events)] == [
        ("Top", "Top.Left"),
        ("Top", "Top.Right"),
    ]


def test_calculated_fields_see_those_before_them(tmp_path: Path) -> None:
    knowledge = model(
        tmp_path,
        dataset(
            "D",
            calculations=[
                calculation("Eval", "x", expression='if(isnull(x), "none", x)'),
                calculation("Eval", "y", expression="upper(x)"),
            ],
        ),
        dataset("Child", "D", "y=NONE"),
    )
    found = rows(knowledge, "M.Child", [{"x": "a"}, {"z": "1"}])
    assert [(row["x"], row["y"]) for row in found] == [("none", "NONE")]


def test_rex_and_lookup_calculations(tmp_path: Path) -> None:
    (tmp_path / "app" / "lookups").mkdir(parents=True)
    (tmp_path / "app" / "lookups" / "teams.csv").write_text("name,team\nann,red\n")
    knowledge = model(
        tmp_path,
        dataset(
            "D",
            calculations=[
                calculation("Rex", "user", inputField="_raw", expression=r"user=(?<user>\w+)"),
                {
                    "calculationType": "Lookup",
                    "lookupName": "teams",
                    "lookupInputs": [{"inputField": "user", "lookupField": "name"}],
                    "outputFields": [{"fieldName": "group", "lookupOutputFieldName": "team"}],
                },
            ],
        ),
        transforms="[teams]\nfilename = teams.csv\n",
    )
    (row,) = rows(knowledge, "M.D", [{"_raw": "user=ann"}])
    assert (row["user"], row["group"]) == ("ann", "red")


def test_a_base_search_may_filter_calculate_and_expand(tmp_path: Path) -> None:
    base = "search `mine` kind=a | eval x=lower(x) | mvexpand port | where port>1"
    knowledge = model(
        tmp_path,
        dataset("D", "BaseSearch", baseSearch=base, fields="x port"),
        macros="[mine]\ndefinition = ()\n",
    )
    events = [{"kind": "a", "x": "ABC", "port": ("1", "2", "3")}, {"kind": "b", "port": "9"}]
    assert [(r["x"], r["port"]) for r in rows(knowledge, "M.D", events)] == [
        ("abc", "2"),
        ("abc", "3"),
    ]


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (dataset("D", search="((("), "data set 'D', constraint"),
        (dataset("D", baseSearch="search x | stats count"), "data set 'D', baseSearch"),
        (dataset("D", parent="Nobody"), "its parent 'Nobody' is not in the model"),
        (
            dataset("D", calculations=[calculation("Eval", "x", expression="if(")]),
            "data set 'D', x",
        ),
        (dataset("D", calculations=[calculation("Magic", "x")]), "type 'Magic' are not supported"),
    ],
)
def test_a_broken_data_set_is_told_and_the_rest_stands(
    tmp_path: Path, broken: dict[str, Any], message: str
) -> None:
    knowledge = model(tmp_path, broken, dataset("Good"))
    found = knowledge.datamodel("M")
    assert list(found.objects) == ["Good"]
    assert message in found.problems[0].render()
    assert "M.json" in found.problems[0].render()
    assert found.problems[0] in knowledge.check()


def test_a_file_that_is_not_json(tmp_path: Path) -> None:
    knowledge = model(tmp_path)
    (tmp_path / "app" / "default" / "data" / "models" / "M.json").write_text("{")
    with pytest.raises(KnowledgeError, match="This is not JSON"):
        knowledge.datamodel("M")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("Endpiont.Processes", "Did you mean 'Endpoint'?"),
        ("Endpoint.Proceses", "Did you mean 'Processes'?"),
    ],
)
def test_unknown_names_are_told_with_a_suggestion(name: str, message: str) -> None:
    with pytest.raises(BindError) as caught:
        Knowledge.read().dataset(name)
    assert message in caught.value.render()


def test_risk_events() -> None:
    event = {
        "index": "risk",
        "risk_object": "host1",
        "normalized_risk_object": "host1",
        "risk_score": "40",
        "annotations.mitre_attack.mitre_tactic": ("execution", "impact"),
    }
    found = rows(Knowledge.read(), "Risk.All_Risk", [event, {"index": "main"}])
    assert [(r["normalized_risk_object"], r["calculated_risk_score"]) for r in found] == [
        ("host1", "40")
    ]
    assert found[0]["annotations.mitre_attack.mitre_tactic"] == ("execution", "impact")
