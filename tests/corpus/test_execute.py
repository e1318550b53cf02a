"""Every published detection parses, binds and runs, except those that are named with a reason."""

import pytest

from spl.errors import SplError
from tests.corpus.published import HERE, LOGS, load, needs_checkout, searches, session

pytestmark = needs_checkout
EXCEPTIONS = load(HERE / "exceptions.yaml")
MOST_EXCEPTIONS = 20


@pytest.mark.parametrize("logs", [(), LOGS], ids=["no events", "small data set"])
def test_runs(logs):
    ours = session(*logs)
    assert not ours.knowledge.check()
    stopped = {}
    for stem, text in searches("detections").items():
        try:
            ours.search(text)
        except SplError as error:
            stopped[stem] = f"{error.code}: {error.message}"
    expected = {stem: entry["error"] for stem, entry in EXCEPTIONS.items()}
    assert stopped == expected


def test_each_exception_has_its_reason():
    assert len(EXCEPTIONS) <= MOST_EXCEPTIONS
    assert set(EXCEPTIONS) <= set(searches("detections"))
    assert all(entry["reason"] for entry in EXCEPTIONS.values())


def test_rules_find_events_of_the_small_data_set():
    """What runs over nothing proves little: these rules are about events that are there."""
    ours = session(*LOGS)
    for stem in ("attacker_tools_on_endpoint", "dump_lsass_via_comsvcs_dll"):
        assert len(ours.search(searches("detections")[stem])), stem
