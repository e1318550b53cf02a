"""Published detections and baselines parse, and print to text that parses to the same tree."""

import pytest

from spl.language.parser import parse
from tests.corpus.published import needs_checkout, searches, session
from tests.unit.language.shapes import SHAPES

pytestmark = needs_checkout


@pytest.mark.parametrize("folder", ["detections", "baselines"])
def test_parses_and_round_trips(folder):
    macros = session().macros.definitions
    assert searches(folder)
    for stem, text in searches(folder).items():
        tree = parse(text, shapes=SHAPES, macros=macros)
        assert parse(str(tree), shapes=SHAPES) == tree, stem
