"""Tables whose quotes do not close: how far one of them reaches."""

from __future__ import annotations

import pytest

from spl.events import structured
from spl.events.structured import _records
from spl.knowledge.conf import parse_conf
from spl.knowledge.structure import Structure


def test_a_quote_that_never_closes_reaches_no_further_than_a_row_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(structured, "_LONGEST", 3)
    setting = parse_conf("[st]\nINDEXED_EXTRACTIONS = csv\n", "props.conf").stanzas["st"]
    how = Structure("csv", setting["INDEXED_EXTRACTIONS"])
    rows = _records('a,b\n1,"x\n2,y\n3,z\n4,"u\nv"\n', how)
    assert list(rows) == ["a,b", '1,"x', "2,y", "3,z", '4,"u\nv"']
