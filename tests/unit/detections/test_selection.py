"""Which rules are run: words of a name as pytest's -k has them, status and type."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl.detections import Rule
from spl.detections.selection import Selection, name_test
from spl.errors import BindError

NAME = "Windows Registry Payload"


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("registry", True),
        ("REG", True),
        ("linux", False),
        ("not linux", True),
        ("not not registry", True),
        ("windows and linux", False),
        ("windows or linux", True),
        ("payload windows", True),
        ("payload linux", False),
        ("linux or windows and payload", True),
        ("(linux or windows) and payload", True),
        ("not (windows and payload)", False),
        ("not linux payload", True),
    ],
)
def test_words(expression: str, wanted: bool) -> None:
    assert name_test(expression)(NAME) is wanted


@pytest.mark.parametrize("expression", ["(a", "a)", "and a", "a or", "not", "a and or b", "()"])
def test_an_incomplete_expression_is_refused(expression: str) -> None:
    with pytest.raises(BindError, match="SPL360"):
        name_test(expression)


@pytest.mark.parametrize(
    ("selection", "wanted"),
    [
        (Selection(), True),
        (Selection("my_rule"), True),
        (Selection("title"), True),
        (Selection(statuses=("PRODUCTION", "experimental")), True),
        (Selection(statuses=("experimental",)), False),
        (Selection(kinds=("ttp",)), True),
        (Selection(kinds=("Anomaly",)), False),
        (Selection("my", ("production",), ("Anomaly",)), False),
    ],
)
def test_selection(selection: Selection, wanted: bool) -> None:
    rule = Rule(Path("my_rule.yml"), "Title", "x", kind="TTP", status="production")
    assert selection.wants(rule) is wanted


def test_a_rule_that_does_not_say_is_not_left_out() -> None:
    assert Selection(statuses=("production",), kinds=("TTP",)).wants(Rule(Path("r.yml"), "R", "x"))
