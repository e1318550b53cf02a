"""Every example in the docstring of a command, executed."""

import json
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


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(now=1_700_000_000)


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
    assert bare <= NEEDS_A_TABLE


NEEDS_A_TABLE = {
    "collect",
    "metadata",
    "lookup",
    "inputlookup",
    "outputlookup",
    "search",
    "from",
    "tstats",
    "where",
}


def test_a_command_with_a_file_of_its_own_is_not_refused():
    assert [entry.name for entry in entries() if entry.body and entry.refusal] == []
    assert find_command("kmeans", Span(0, 0)).refusal
