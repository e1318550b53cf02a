"""The binary log of the tutorial holds events of the log in XML, and nothing else."""

from __future__ import annotations

import pytest

import spl
from tests.pages.page import ROOT
from tests.unit.events.write_evtx import evtx

LOG = ROOT / "datasets/attack_techniques/T1569.002/remcom/windows-sysmon.log"
BINARY = ROOT / "examples/tutorial/sysmon.evtx"
EVENTS = (
    "(EventCode=1 earliest=1648200000 latest=1648300000) OR "
    "(EventCode=10 parent_process_name IN (pcalua.exe, forfiles.exe)) | reverse | table _raw"
)


def raws() -> list[str]:
    session = spl.Session()
    session.load(LOG)
    return [str(row["_raw"]) for row in session.search(EVENTS)]


def test_it_is_written_from_the_log() -> None:
    """Where not, write it: BINARY.write_bytes(evtx([raws()]))."""
    assert evtx([raws()]) == BINARY.read_bytes()


def test_it_is_read_as_the_log_is() -> None:
    pytest.importorskip("evtx")
    session = spl.Session()
    session.load(BINARY)
    counted = "* | stats count BY EventCode parent_process_name process_name"
    here = list(session.search(counted))
    there = spl.Session()
    there.load(LOG)
    assert here == list(there.search(EVENTS.replace("| reverse | table _raw", counted[1:])))
    assert sum(int(str(row["count"])) for row in here) == len(raws())
