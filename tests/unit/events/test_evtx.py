"""Binary event logs of Windows are read as the XML that Splunk would index."""

import io
import os
import random
import re
import sys
from pathlib import Path

import pytest

from spl.errors import DataError
from spl.events.load import load
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from tests.unit.events.write_evtx import CHUNK, evtx

DATASETS = Path(__file__).parents[3] / "datasets"
LOGS = [path for path in sorted(DATASETS.rglob("windows-*")) if "security" not in path.name]
REAL = Path(os.environ.get("SPL_EVTX", "no such folder"))
NAMESPACE = "xmlns='http://schemas.microsoft.com/win/2004/08/events/event'"
GUID = "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"


def event(data="", code="1", system="", record="7"):
    return (
        f"<Event {NAMESPACE}><System><Provider Name='Microsoft-Windows-Sysmon' Guid='{GUID}'/>"
        f"<EventID>{code}</EventID><TimeCreated SystemTime='2024-01-02T03:04:05.123456700Z'/>"
        f"<EventRecordID>{record}</EventRecordID><Correlation/>{system}"
        "<Channel>Microsoft-Windows-Sysmon/Operational</Channel><Computer>h.example</Computer>"
        f"<Security UserID='S-1-5-18'/></System><EventData>{data}</EventData></Event>"
    )


def raws(read, log):
    return [raw for part in read(log).partitions for raw in part.table.column("_raw").to_list()]


SHAPES = {
    "as Windows writes it": event("<Data Name='Image'>C:\\a b.exe</Data><Data>unnamed</Data>"),
    "quotes stay, & < > are entities": event(
        "<Data Name='CommandLine'>\"a\" 'b' &amp; &lt;c&gt; &amp;gt; x=\"1\"</Data>"
    ),
    "a GUID has its braces": event(f"<Data Name='ProcessGuid'>{GUID}</Data>"),
    "a text like a GUID has none": event(
        "<Data Name='ScriptBlockId'>5770385f-c22a-43e0-bf4c-06f5698ffbd9</Data>"
    ),
    "an empty value": event("<Data Name='RuleName'></Data><Data Name='User'>-</Data>"),
    "lines and blanks": event("<Data Name='T'>\n\t\tone\n  two \n</Data><Data Name='B'> </Data>"),
    "quotes in an attribute": event(system="<Odd Name='a\"b&apos;c&lt;'/>").replace(
        "<Odd Name='a\"b&apos;c&lt;'/>", "<Odd Name='a\"b&apos;c&lt;'></Odd>"
    ),
    "codes and SIDs as they are": event(
        "<Data Name='L'>%%1936</Data><Data Name='S'>S-1-5-18</Data>"
    ),
    "an EventID with qualifiers": event().replace("<EventID>", "<EventID Qualifiers='0'>"),
    "letters of the world": event("<Data Name='User'>Żółw 猫 😀</Data>"),
}  # fmt: skip


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
def test_what_was_written_is_what_is_indexed(read, text):
    assert raws(read, evtx([[text]])) == [text]


@pytest.mark.parametrize("path", LOGS, ids=lambda path: path.name)
def test_a_log_gives_the_events_that_its_xml_gives(read, path):
    """Events of real logs, written as a binary log."""
    text = path.read_text(encoding="utf-8")
    events = re.findall(r"<Event .*?</Event>", text, re.DOTALL)
    # As Windows writes them today: nine digits of a second.
    events = [each for each in events if re.search(r"SystemTime='[^'.]*\.\d{9}Z'", each)]
    assert len(events) > 30
    chunks = [events[place : place + 8] for place in range(0, len(events), 8)]
    binary, plain = read(evtx(chunks)), read("\n".join(events))

    def rows(loaded):
        return [row for part in loaded.partitions for row in part.table.rows()]

    assert binary.report.broken == []
    for given, want in zip(rows(binary), rows(plain), strict=True):
        assert given == want


def test_a_character_that_xml_does_not_allow_is_replaced_and_told(read):
    log = evtx([[event("<Data Name='T'>a~b</Data>")]]).replace(
        "a~b".encode("utf-16-le"), b"a\0\f\0b\0"
    )
    loaded = read(log)
    assert [row["T"] for part in loaded.partitions for row in part.table.rows()] == ["a\ufffdb"]
    assert "1 characters that XML does not allow" in loaded.report.warnings()[0]


def test_a_log_that_is_cut_off_keeps_what_could_be_read(read):
    log = evtx([[event(record=str(n))] * 2 for n in range(4)])
    report = read(log[: 4096 + 2 * CHUNK + 1000]).report
    assert report.events == 4
    (warning,) = report.warnings()
    assert "is a broken evtx file: it ends after 2 of 4 chunks, 2 of its records" in warning
    assert "4 events of it could be read" in warning


def test_half_a_chunk_gives_the_events_before_its_end(read):
    log = evtx([[event(record=str(n)) for n in range(9)]])
    report = read(log[: 4096 + 512 + len(log[4096:].rstrip(b"\0")) // 2]).report
    assert 0 < report.events < 9
    assert f"{9 - report.events} of its records cannot be read" in report.broken[0]


def test_a_broken_chunk_costs_only_itself(read):
    log = bytearray(evtx([[event()], [event()], [event()]]))
    log[4096 + CHUNK : 4096 + CHUNK + 8] = b"whatever"
    report = read(bytes(log)).report
    assert (report.events, len(report.broken)) == (2, 1)
    assert "1 of its chunks cannot be read" in report.broken[0]


def test_room_that_windows_has_not_used_yet_is_no_fault(read):
    report = read(evtx([[event()]]) + bytes(3 * CHUNK)).report
    assert (report.events, report.warnings()) == (1, [])


def test_chunks_that_the_header_does_not_know_of_yet_are_read(read):
    """The log of a machine that was switched off."""
    report = read(evtx([[event()], [event()]], count=1)).report
    assert (report.events, report.warnings()) == (2, [])


@pytest.mark.parametrize(
    ("log", "code"),
    [(b"ElfFile\0", "SPL505"), (evtx([[event()]])[:5000], "SPL505"), (evtx([]), "SPL503")],
    ids=["only the mark", "no record", "no event"],
)
def test_nothing_to_read(read, log, code):
    with pytest.raises(DataError, match=code):
        read(log)


def test_without_the_package_it_says_what_to_install(read, monkeypatch):
    monkeypatch.setitem(sys.modules, "evtx", None)
    with pytest.raises(DataError, match="SPL513") as caught:
        read(evtx([[event()]]))
    assert "pip install 'evtx<0.15'" in caught.value.hint


def test_damage_anywhere_is_counted_and_never_fatal(read):
    log = evtx([[event("<Data Name='T'>a</Data>", record=str(n)) for n in range(20)]] * 2)
    end = len(log[: 4096 + CHUNK].rstrip(b"\0"))
    chance = random.Random(7)
    for _ in range(60):
        damaged = bytearray(log)
        for _ in range(chance.choice((1, 5, 50))):
            damaged[chance.randrange(8, end)] = chance.randrange(256)
        try:
            report = read(bytes(damaged)).report
        except DataError as error:
            assert error.code == "SPL505"
        else:
            assert report.events >= 20


@pytest.mark.skipif(not REAL.is_dir(), reason="SPL_EVTX names no folder of real binary logs")
def test_real_logs_are_read_without_a_fault():
    env = Environment(now=0.0)
    for path in sorted(REAL.glob("*.evtx")):
        loaded = load(io.BytesIO(path.read_bytes()), knowledge=Knowledge(), env=env)
        assert (loaded.report.malformed, loaded.report.broken) == (0, []), path
