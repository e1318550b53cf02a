"""Runs the cases of this folder: one case, many proofs."""

from contextlib import nullcontext

import pytest

from spl.engine import Local
from spl.plan import RULES
from tests.spec.case import KEYS, Case, read_cases
from tests.spec.plainly import plainly

CASES = list(read_cases())
WAYS = {
    "whole": (nullcontext, {"executor": Local(), "rules": RULES}),
    "row by row": (nullcontext, {"executor": Local(batch_size=1), "rules": RULES}),
    "as written": (nullcontext, {"executor": Local(), "rules": ()}),
    "row by row, as written": (nullcontext, {"executor": Local(batch_size=1), "rules": ()}),
    "without shortcuts": (plainly, {"executor": Local(), "rules": RULES}),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case):
    for way, (shortcuts, engine) in WAYS.items():
        try:
            with shortcuts():
                case.check(case.session(**engine))
        except Exception as error:
            error.add_note(f"this way: {way}")
            raise


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_well_formed(case: Case):
    assert set(case.data) <= KEYS
    assert ("want" in case.data) != ("error" in case.data)
    assert case.data.get("because")
