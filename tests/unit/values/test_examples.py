"""Every example in the manual entry of an eval function is what the function gives."""

import pytest

from spl.columns.evaluate import evaluate
from spl.columns.table import Table
from spl.knowledge import Knowledge
from spl.knowledge.lookup_function import lookup_function
from spl.knowledge.lookups import LookupTable
from spl.language.parser import parse_eval_expression
from spl.values.book import functions
from spl.values.environment import Environment
from spl.values.value import as_texts

PEOPLE = Knowledge().with_lookup(
    LookupTable("people", ["name", "dept"], [{"name": "al", "dept": "ops"}])
)
NOW = Environment(now=1_700_000_000.0, lookup=lookup_function(PEOPLE))
EXAMPLES = [
    pytest.param(example.expression, example.result, id=f"{entry.name}: {example.expression}")
    for entry in functions
    for example in entry.examples
]


@pytest.mark.parametrize(("expression", "result"), EXAMPLES)
def test_example(expression, result):
    column = evaluate(parse_eval_expression(expression), Table.of([{}]), NOW)
    (value,) = column.to_list()
    assert (" | ".join(as_texts(value)) if value is not None else "null") == result


@pytest.mark.parametrize("entry", functions, ids=lambda entry: entry.name)
def test_every_function_has_two_examples(entry):
    assert len(entry.examples) >= 2


@pytest.mark.parametrize("entry", functions, ids=lambda entry: entry.name)
def test_a_wrong_number_of_arguments_is_known(entry):
    assert entry.takes(entry.least)
    assert not entry.takes(entry.least - 1)
    assert entry.takes(entry.least + entry.step) is (entry.most is None or entry.most > entry.least)


def test_pairs_stay_pairs():
    case = functions.get("CASE")
    assert [case.takes(count) for count in range(7)] == [
        False,
        False,
        True,
        False,
        True,
        False,
        True,
    ]
