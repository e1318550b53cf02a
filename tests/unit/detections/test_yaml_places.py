"""Each character of a YAML scalar is found in the file again, however the scalar is written."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from spl.detections.yaml_file import parse_document
from spl.detections.yaml_places import Lines, read_scalar

PIECES = ["a", "b", " ", "  ", "\n", '"', "'", "\\", "#", ":", "é", "|", "\t", "x y", "\n\n", "-"]


def leaves(node):
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for _, value in node.value:
            yield from leaves(value)
    else:
        for value in node.value:
            yield from leaves(value)


@given(
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.sampled_from([None, "'", '"', "|", ">"]),
    st.booleans(),
)
def test_places(value, style, nested):
    tree = {"k": [{"search": value}], "z": "q"} if nested else {"search": value, "z": "q"}
    content = yaml.dump(tree, default_style=style, allow_unicode=True, width=12)
    for node in leaves(yaml.compose(content)):
        scalar = read_scalar(content, node)
        assert len(scalar.offsets) == len(scalar.value)
        assert scalar.offsets == sorted(scalar.offsets)
        for character, at in zip(scalar.value, scalar.offsets, strict=True):
            written = content[at : at + 1]
            folded = character in " \n" and written in ("\n", " ", "\t")
            assert written == character or folded or (written == "\\" and scalar.style == '"')


WRITTEN = {
    "plain": "search: index=main | stats count\n",
    "single": "search: 'index=main | stats count'\n",
    "double": 'search: "index=main\\t| stats count"\n',
    "folded plain": "search: index=main\n  | stats\n  count\n",
    "literal": "search: |\n  index=main\n  | stats count\nother: 1\n",
    "literal, blank lines, comment": "search: |- # why\n\n    index=main\n\n    | stats count\n",
    "literal with indicator": "search: |4-\n     index=main\n    | stats count\n",
    "a tag and an anchor": "search: !!str &a 'index=main | stats count'\n",
    "folded": "search: >-\n  index=main\n  | stats\n  count\n",
}


@pytest.mark.parametrize("content", WRITTEN.values(), ids=WRITTEN)
def test_a_word_is_found_in_the_file(content):
    scalar = parse_document(Path("rule.yml"), content).scalar("search")
    at = scalar.place(scalar.value.index("stats"))
    assert content[at:].startswith("stats")
    line, column = Lines.of(content).place(at)
    assert content.splitlines()[line - 1][column - 1 :].startswith("stats")


def test_the_end_of_a_value_is_behind_its_last_character():
    scalar = parse_document(Path("rule.yml"), "search: 'abc'\n").scalar("search")
    assert scalar.place(3) == 12
    assert (scalar.start, scalar.end) == (8, 13)
    assert parse_document(Path("rule.yml"), "search: ''\n").scalar("search").place(0) == 8


CONTENT = """name: A
tests:
- name: T
  attack_data:
  - data: x
rba: {message: hi}
"""


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        (("name",), "A"),
        (("tests", 0, "name"), "T"),
        (("tests", 0, "attack_data", 0, "data"), "x"),
        (("tests", 0, "attack_data", 7, "data"), "attack_data"),
        (("tests",), "tests"),
        (("rba", "score"), "rba"),
        (("rba", "message"), "hi"),
    ],
)
def test_a_path_of_keys_is_found_as_far_as_it_leads(keys, shown):
    span = parse_document(Path("rule.yml"), CONTENT).span(*keys)
    assert CONTENT[span.start : span.end] == shown
