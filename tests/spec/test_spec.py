"""Runs the cases of this folder: one case, many proofs."""

from contextlib import nullcontext
from functools import cache

import pytest

import spl
from spl.engine import Local
from spl.engine.spread import Spread
from spl.plan import RULES
from tests.spec.case import KEYS, NOW, Case, read_cases
from tests.spec.plainly import plainly
from tests.spec.rehearsed import Rehearsed

CASES = list(read_cases())
WAYS = {
    "whole": (nullcontext, {"engine": Local(), "rules": RULES}),
    "row by row": (nullcontext, {"engine": Local(batch_size=1), "rules": RULES}),
    "as written": (nullcontext, {"engine": Local(), "rules": ()}),
    "row by row, as written": (nullcontext, {"engine": Local(batch_size=1), "rules": ()}),
    "spread": (nullcontext, {"engine": Spread(Rehearsed(), unit_rows=1), "rules": RULES}),
    "without shortcuts": (plainly, {"engine": Local(), "rules": RULES}),
}


@cache
def _common_session(way: str) -> spl.Session:
    """What the cases that bring nothing share, because a session takes longer than a case."""
    return spl.Session(now=NOW, tz="UTC", **WAYS[way][1])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case):
    alone = case.needs_a_session_of_its_own()
    for way, (shortcuts, engine) in WAYS.items():
        try:
            with shortcuts():
                case.check(case.session(**engine) if alone else _common_session(way))
        except Exception as error:
            error.add_note(f"this way: {way}")
            raise


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_well_formed(case: Case):
    assert set(case.data) <= KEYS
    assert ("want" in case.data) != ("error" in case.data)
    assert case.data.get("because")
