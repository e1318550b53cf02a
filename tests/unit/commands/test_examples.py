"""The examples in the commands' own pages give what the pages say."""

import json

import pytest

import spl
from spl.commands import CommandEntry, entries

EXAMPLES = [
    pytest.param(entry, example.expression, example.result, id=f"{entry.name}-{number}")
    for entry in entries()
    for number, example in enumerate(entry.examples, 1)
]


@pytest.mark.parametrize(("entry", "expression", "result"), EXAMPLES)
def test_example(entry: CommandEntry, expression: str, result: str):
    given, _, search = expression.partition(" | ")
    session = spl.Session(now=1_700_000_000)
    if expression.startswith("|"):
        rows = list(session.search(expression))
    else:
        rows = list(session.search(search, rows=json.loads(given)))
    assert rows == json.loads(result)


def test_every_page_has_an_example():
    bare = [entry.name for entry in entries() if entry.body is not None and not entry.examples]
    assert bare == []
