"""Runs the cases of this folder: one case, many proofs."""

import pytest

from spl.engine import Local
from spl.plan import RULES
from tests.spec.case import KEYS, Case, read_cases

CASES = list(read_cases())
WAYS = {
    "whole": {"executor": Local(), "rules": RULES},
    "row by row": {"executor": Local(batch_size=1), "rules": RULES},
    "as written": {"executor": Local(), "rules": ()},
    "row by row, as written": {"executor": Local(batch_size=1), "rules": ()},
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case):
    for way, engine in WAYS.items():
        try:
            case.check(case.session(**engine))
        except Exception as error:
            error.add_note(f"this way: {way}")
            raise


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_well_formed(case: Case):
    assert set(case.data) <= KEYS
    assert ("want" in case.data) != ("error" in case.data)
    assert case.data.get("because")
