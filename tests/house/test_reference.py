"""The reference in the repository is what the definitions say, and every entry shows an example."""

from pathlib import Path

import pytest

import spl
from spl.commands import entries
from spl.shell.manual import write_reference
from spl.values.book import aggregates, functions

PAGE = Path(spl.__file__).parent / "REFERENCE.md"
SUPPORTED = [entry for entry in entries() if entry.refusal is None]
ENTRIES = [*SUPPORTED, *functions, *aggregates]


def test_the_page_is_current() -> None:
    current = PAGE.read_text(encoding="utf-8") == write_reference()
    assert current, "renew it: python -m spl reference > spl/REFERENCE.md"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_entry_has_an_example(entry) -> None:
    assert entry.examples


@pytest.mark.parametrize("entry", SUPPORTED, ids=lambda entry: entry.name)
def test_the_syntax_line_of_a_command_names_it(entry) -> None:
    assert entry.syntax.split()[0] == entry.name


def test_what_is_refused_says_why() -> None:
    page = write_reference()
    for entry in entries():
        if entry.refusal is not None:
            assert f"| `{entry.name}` | {entry.refusal} |" in page
