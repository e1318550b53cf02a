"""The shipped data models, data set by data set: events in, events out, every field worked out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from spl.columns.table import Table
from spl.events.fields import dataset_table
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.knowledge.datamodels import (
    DataSet,
    EvalCalculation,
    LookupCalculation,
    RexCalculation,
)
from spl.values.environment import Environment
from spl.values.value import Value, as_texts

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("data_sets.yaml").read_text("utf-8")
)
WITH_DEFAULTS = [name for name, case in CASES.items() if "defaults" in case]
COMPUTED = [(name, each) for name, case in CASES.items() for each in case.get("computed", ())]
ENV = Environment(now=1_700_000_000.0)
READ = cache(Knowledge.read)


def rows(name: str, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a data set, every value as the list of its texts, for events in index main."""
    model, dataset = READ().dataset(name)
    assert dataset is not None
    given = [{n: tuple(v) if isinstance(v, list) else v for n, v in e.items()} for e in events]
    origin = str(given[0].get("index", "main")), "s", str(given[0].get("sourcetype", ""))
    table = dataset_table(Partition(*origin, Table.of(given)), model, dataset, ENV)
    return [{n: texts(value) for n, value in row.items()} for row in table.rows()]


def texts(value: Value) -> list[str]:
    return list(as_texts(value))


def dataset(name: str) -> DataSet:
    found = READ().dataset(name)[1]
    assert found is not None
    return found


def defaults(name: str) -> dict[str, list[str]]:
    """What stands in the fields of which an event says nothing, by field."""
    given = CASES[name]["defaults"].items()
    return {field: [str(value)] for value, fields in given for field in fields}


@pytest.mark.parametrize("name", CASES)
def test_events_in_and_out(name: str) -> None:
    for event in CASES[name]["in"]:
        assert len(rows(name, event)) == 1, event
    for event in CASES[name].get("out", ()):
        assert rows(name, event) == [], event


@pytest.mark.parametrize("name", WITH_DEFAULTS)
def test_a_missing_field_has_its_default_and_no_other_field_is_made_up(name: str) -> None:
    event = CASES[name]["in"][0]
    (row,) = rows(name, event)
    parents = set().union(*(defaults(n) for n in ancestors(name) if n in WITH_DEFAULTS))
    own = {n: v for n, v in row.items() if n not in {*event, *parents, "nodename"}}
    assert own == defaults(name)


@pytest.mark.parametrize("name", WITH_DEFAULTS)
def test_an_empty_field_has_its_default_and_a_full_one_keeps_its_value(name: str) -> None:
    event = CASES[name]["in"][0]
    for empty in CASES[name].get("empty", [""]):
        (row,) = rows(name, event | dict.fromkeys(defaults(name), empty))
        assert {field: row[field] for field in defaults(name)} == defaults(name)
    full = {n: "7" if value == ["0"] else "given" for n, value in defaults(name).items()}
    (row,) = rows(name, event | full)
    assert {field: row[field] for field in full} == {n: [text] for n, text in full.items()}


@pytest.mark.parametrize(("name", "case"), COMPUTED, ids=lambda v: v if isinstance(v, str) else "")
def test_a_computed_field(name: str, case: dict[str, Any]) -> None:
    (row,) = rows(name, CASES[name]["in"][0] | case["given"])
    found = {field: row.get(field) for field in case["want"]}
    assert found == {field: wanted(value) for field, value in case["want"].items()}


def wanted(value: Any) -> list[str] | None:
    if value is None:
        return None
    return [str(each) for each in (value if isinstance(value, list) else [value])]


def ancestors(name: str) -> list[str]:
    """The data sets above *name*, by their full names, the next one first."""
    model = name.partition(".")[0]
    return [f"{model}.{leaf}" for leaf in reversed(dataset(name).lineage[:-1])]


@pytest.mark.parametrize("name", [name for name in CASES if ancestors(name)])
def test_a_child_has_what_its_parent_says_of_the_same_event(name: str) -> None:
    event = CASES[name]["in"][0]
    (row,), (above,) = rows(name, event), rows(ancestors(name)[0], event)
    assert {field: row.get(field) for field in above} == above


def test_nothing_that_ships_lacks_a_case() -> None:
    shipped = {
        f"{model}.{leaf}"
        for model in READ().datamodels()
        for leaf in READ().datamodel(model).objects
    }
    assert shipped == CASES.keys()
    for name in CASES:
        wanted = {field for each in CASES[name].get("computed", ()) for field in each["want"]}
        told = wanted | (defaults(name).keys() if name in WITH_DEFAULTS else set())
        assert told == calculated(name), name


def calculated(name: str) -> set[str]:
    """The fields that the data set itself works out."""
    found: set[str] = set()
    for each in dataset(name).calculations:
        match each:
            case EvalCalculation():
                found.add(each.name)
            case RexCalculation():
                found |= set(each.regex.names)
            case LookupCalculation():
                found |= {output for _, output in each.outputs}
    return found


@pytest.mark.parametrize("name", [n for n in CASES if not ancestors(n) and n != "Risk.All_Risk"])
def test_a_constraint_is_tags_and_every_tag_is_needed(name: str) -> None:
    tags = CASES[name]["in"][0]["tag"]
    assert len(CASES[name]["out"]) >= len(tags)


def test_ports_have_a_row_each() -> None:
    event = {"tag": ["listening", "port"], "transport": ["tcp", "udp"], "dest_port": ["80", "53"]}
    found = rows("Endpoint.Ports", event)
    assert [row["transport_dest_port"] for row in found] == [["tcp/80"], ["udp/53"]]
