"""What the shipped apps make of each source, and that the page about them names every source."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

import spl
from spl.columns.check import check_expression
from spl.errors import KnowledgeError
from spl.knowledge import Knowledge
from spl.knowledge.app import find_apps
from spl.knowledge.conf import SHIPPED_APPS
from spl.knowledge.layers import layer
from spl.knowledge.patterns import PropsMatcher

CASES = yaml.safe_load(Path(__file__).with_name("sources.yaml").read_text("utf-8"))


def read_case(case: dict[str, Any]) -> spl.Session:
    session = spl.Session(now=1_800_000_000)
    session.load(
        io.BytesIO(case["log"].encode()),
        source=case.get("source", "log"),
        sourcetype=case["sourcetype"],
    )
    return session


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["about"])
def test_an_event_of_the_source(case: dict[str, Any]) -> None:
    session = read_case(case)
    (found,) = session.search("search index=*")
    assert {name: found.get(name) for name in case["fields"]} == case["fields"]
    for name in case.get("data_sets", ()):
        model, _, leaf = name.partition(".")
        search = f"| tstats count from datamodel={model} where nodename=*{leaf}"
        assert list(session.search(search)) == [{"count": "1"}], name


PAGE = (SHIPPED_APPS / "README.md").read_text("utf-8")


def named() -> list[tuple[str, str]]:
    """The sources and sourcetypes in the first column of the page's tables."""
    cells = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")]
    names = [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
    pairs = [name.removeprefix("source::") for name in names]
    return [(p, "") if n != p else ("", p) for n, p in zip(names, pairs, strict=True)]


def stanzas() -> Iterator[tuple[str, PropsMatcher]]:
    """Each stanza of the shipped props.conf with what finds out whether it speaks of a source."""
    problems: list[KnowledgeError] = []
    for name, settings in layer(find_apps(SHIPPED_APPS), "props").stanzas.items():
        yield name, PropsMatcher({name: settings}, {}, problems)
    assert not problems


STANZAS = dict(stanzas())


def test_every_calculated_field_makes_sense() -> None:
    # Sessions rely on it: they parse what ships only when the field is asked for.
    fields = [field for props in Knowledge.read().all_props() for field in props.calculated]
    assert all(field.setting.ships for field in fields)
    for field in fields:
        check_expression(field.expression)


@pytest.mark.parametrize("name", STANZAS)
def test_every_stanza_is_on_the_page(name: str) -> None:
    assert any(STANZAS[name].settings(source, kind, "") for source, kind in named())


@pytest.mark.parametrize("place", named(), ids=lambda place: place[0] or place[1])
def test_every_name_on_the_page_is_spoken_of(place: tuple[str, str]) -> None:
    assert any(matcher.settings(place[0], place[1], "") for matcher in STANZAS.values())


def test_every_app_has_its_part_of_the_page() -> None:
    headings = " ".join(re.findall(r"^## ([^:\n]+)", PAGE, re.MULTILINE))
    assert {app.name for app in find_apps(SHIPPED_APPS)} <= set(re.findall(r"\w+", headings))
