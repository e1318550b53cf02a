"""What a user reads when a search is wrong, word by word: message, place, caret, hint."""

from pathlib import Path

import pytest
import yaml

import spl

FOLDER = Path(__file__).with_name("diagnostics")
CASES = [
    pytest.param(case, id=f"{path.stem}-{number}")
    for path in sorted(FOLDER.glob("*.yaml"))
    for number, case in enumerate(yaml.safe_load(path.read_text("utf-8")), 1)
]


@pytest.mark.parametrize("case", CASES)
def test_diagnostic(case):
    session = spl.Session(now=1_700_000_000)
    session.macros.update(case.get("macros", {}))
    session.lookups.update(case.get("lookups", {}))
    with pytest.raises(spl.SplError) as caught:
        session.search(case["search"], rows=case.get("rows"))
    assert caught.value.render() + "\n" == case["says"]


def test_there_are_many():
    assert len(CASES) >= 60
