"""Every example in the docstring of a command, executed."""

import json
from pathlib import Path
from typing import Any

import pytest

from spl.commands import entries, find_command
from spl.errors import Span
from spl.session import Session

EXAMPLES = [
    pytest.param(example, id=f"{entry.name}-{number}")
    for entry in entries()
    for number, example in enumerate(entry.examples)
]


PEOPLE = [{"name": "al", "dept": "ops"}, {"name": "bo", "dept": "dev"}]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """What the examples may refer to; the reference says the same."""
    session = Session(now=1_700_000_000, write=tmp_path)
    session.lookups["people"] = PEOPLE
    session.savedsearches["staff of"] = "| inputlookup people where dept=$unit$"
    session.search("outputcsv people", rows=PEOPLE)
    session.collect([{"_time": 100}, {"_time": 200}], host="pc1")
    return session


def run(session: Session, text: str) -> list[dict[str, Any]]:
    """Run ``rows | pipeline``, or a search that makes its own rows."""
    rows = None
    if text.startswith("["):
        rows, end = json.JSONDecoder().raw_decode(text)
        text = text[end:].strip().removeprefix("|").strip()
    return [dict(row) for row in session.search(text, rows=rows)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(session: Session, example: Any) -> None:
    assert run(session, example.expression) == json.loads(example.result)


def test_every_supported_command_has_an_example() -> None:
    bare = {entry.name for entry in entries() if entry.body and not entry.examples}
    assert bare == set()


def test_a_command_with_a_file_of_its_own_is_not_refused():
    assert [entry.name for entry in entries() if entry.body and entry.refusal] == []
    assert find_command("kmeans", Span(0, 0)).refusal
