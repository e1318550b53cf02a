"""The shipped knowledge names the fields that Splunk showed for the example of each data source."""

from pathlib import Path

import pytest
import yaml

from spl.detections.fidelity import OTHER, WINDOWS, compare, find_data_sources
from tests.corpus.published import CHECKOUT, needs_checkout

pytestmark = needs_checkout
MISSES = yaml.safe_load(Path(__file__).with_name("misses.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def found():
    return list(compare(find_data_sources(Path(CHECKOUT))))


@pytest.mark.parametrize(("family", "least"), [(WINDOWS, 0.97), (OTHER, 0.92)])
def test_most_fields_are_there(found, family, least):
    ours = [each for each in found if each.source.family == family]
    hits = sum(each.hits for each in ours)
    assert hits / (hits + sum(len(each.misses) for each in ours)) >= least


def test_what_is_missing_is_known(found):
    assert {each.source.file: list(each.misses) for each in found if each.misses} == MISSES
