"""Files, folders and streams to partitions: default fields, encodings, errors."""

import gzip
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import spl
from spl.errors import DataError
from spl.events.load import load
from spl.events.rigid_load import LEAST
from spl.knowledge import Knowledge
from spl.values.environment import Environment

ENV = Environment(now=1_700_000_000.0)


def event(channel="Security", provider="P", data="", time="2023-04-11T10:59:26.1877710Z"):
    return (
        f"<Event xmlns='http://x'><System><Provider Name='{provider}'/><EventID>1</EventID>"
        f"<TimeCreated SystemTime='{time}'/><Channel>{channel}</Channel>"
        f"<Computer>pc.example</Computer></System><EventData>{data}</EventData></Event>"
    )


def opened(path, **settings):
    return load(path, knowledge=Knowledge(), env=ENV, **settings)


def test_default_fields_of_windows_events(rows):
    (row,) = rows(event())
    base = ("_raw", "host", "source", "sourcetype", "index")
    assert [row[name] for name in base] == [
        event(), "pc.example", "XmlWinEventLog:Security", "XmlWinEventLog", "main",
    ]  # fmt: skip
    assert row["_time"] == pytest.approx(1681210766.187771)


def test_what_the_user_says_wins(rows):
    (row,) = rows(event(), source="s", sourcetype="t", index="i", host="h")
    assert [row[n] for n in ("source", "sourcetype", "index", "host")] == ["s", "t", "i", "h"]


def test_the_time_of_sysmon_is_utc_time(rows):
    data = "<Data Name='UtcTime'>2023-02-15 14:38:46.058</Data>"
    sysmon = event("Microsoft-Windows-Sysmon/Operational", "Microsoft-Windows-Sysmon", data)
    assert rows(sysmon)[0]["_time"] == 1676471926.058
    assert rows(event(data=data))[0]["_time"] == pytest.approx(1681210766.187771)


def test_sysmon_for_linux_has_its_own_names(rows):
    (row,) = rows(event("Linux-Sysmon/Operational", "Linux-Sysmon"))
    assert row["source"] == "Syslog:Linux-Sysmon/Operational"
    assert row["sourcetype"] == "sysmon:linux"


def test_a_bad_time_is_that_of_the_event_before(read):
    log = "\n".join([event(time="never"), event(), event(time="1601-13-01"), "stray"])
    loaded = read(log)
    times = [t for p in loaded.partitions for t in p.table.column("_time").to_list()]
    assert times == [ENV.now] + [pytest.approx(1681210766.187771)] * 3
    assert loaded.report.times_guessed == 3


def test_events_of_hosts_that_props_conf_tells_apart_are_kept_apart(tmp_path):
    (tmp_path / "default").mkdir()
    (tmp_path / "default" / "props.conf").write_text("[host::b]\nEXTRACT-x = (?<x>\\d)\n")
    log = "\n".join(event().replace("pc.example", host) for host in ("a", "b", "c"))
    session = spl.Session(apps=[tmp_path])
    loaded = load(io.BytesIO(log.encode()), knowledge=session.knowledge, env=ENV)
    hosts = [part.table.column("host").to_list() for part in loaded.partitions]
    assert hosts == [["a", "c"], ["b"]]
    assert [part.table.find("x") is not None for part in loaded.partitions] == [False, True]


def test_channels_are_kept_apart(read):
    loaded = read("\n".join([event(), event("System"), event()]))
    assert [(p.source, len(p.table)) for p in loaded.partitions] == [
        ("XmlWinEventLog:Security", 2),
        ("XmlWinEventLog:System", 1),
    ]
    assert len(read("\n".join([event(), event("System")]), source="s").partitions) == 2


def test_malformed_events_are_counted_reported_and_kept(read, rows):
    broken = event()[:-8]
    log = f"{event()}\n{broken}\nstray\n"
    loaded = read(log)
    report = loaded.report
    assert (report.events, report.malformed) == (2, 1)
    log = f"{event()}\n{broken}</Evnt></Event>\nstray\n"
    report = read(log).report
    assert (report.events, report.malformed) == (3, 2)
    assert [oddity.line for oddity in report.oddities] == [2, 3]
    assert report.warnings()[0] == "2 of 3 events are not well-formed"
    bad = next(row for row in rows(log) if "Evnt" in row["_raw"])
    assert not {"EventCode", "Channel", "Computer", "System_Props_Xml"} & set(bad)
    assert (bad["host"], bad["source"]) == ("pc.example", "XmlWinEventLog:Security")


def test_entities_and_outside_files_are_never_looked_at(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    declared = f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file://{secret}'><!ENTITY b '&c;&c;'>]>"
    log = declared + "\n" + event(data="<Data Name='X'>&a;&b;</Data>")
    loaded = read(log)
    assert (loaded.report.events, loaded.report.malformed) == (2, 2)
    raws = [raw for p in loaded.partitions for raw in p.table.column("_raw").to_list()]
    assert "\n".join(sorted(raws)) == log
    assert not any("hidden" in str(row) for p in loaded.partitions for row in p.table.rows())


def test_blocks_are_cut_when_asked_for(read):
    log = f"{event(data='<Data>&gt;</Data>')}\n{event(data='')}\n{event()[:-9]}"
    (part,) = read(log).partitions
    assert part.table.column("EventData_Xml").to_list() == ["<Data>&gt;</Data>", None, None]
    assert "EventData_Xml" in part.table.names()
    assert "UserData_Xml" not in part.table.names()
    assert part.table.find("UserData_Xml") is None


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_encodings(read, encoding):
    data = "<Data Name='X'>né</Data>"
    loaded = read(f"{event(data=data)}\r\n{event()}\r\n".encode(encoding))
    assert loaded.partitions[0].table.column("X").to_list() == ["né", None]
    assert loaded.report.warnings() == []


def test_a_declared_encoding_holds(rows):
    log = "<?xml version='1.0' encoding='windows-1251'?>" + event(data="<Data Name='X'>Я</Data>")
    assert rows(log.encode("windows-1251"))[0]["X"] == "Я"
    assert rows(log.replace("windows-1251", "utf-16").encode())[0]["X"] == "Я"


def test_bytes_that_are_no_text_are_latin_1_and_counted(read):
    loaded = read("caf\xe9\nna\xefve\n".encode("latin-1"))
    assert loaded.partitions[0].table.column("_raw").to_list() == ["café", "naïve"]
    assert loaded.report.undecodable == 2


def test_gzip(read):
    packed = gzip.compress(event().encode())
    assert read(packed).report.events == 1


def test_a_folder_is_all_files_in_it(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "b.xml").write_text(event())
    (tmp_path / "a.log").write_text("2023-01-01 00:00:00 x\n")
    (tmp_path / ".hidden").write_text("x")
    (tmp_path / "README.md").write_text("x")
    (tmp_path / "c.evtx").write_bytes(b"ElfFile\0")
    loaded = opened(tmp_path)
    assert [p.source for p in loaded.partitions] == [
        str(tmp_path / "a.log"),
        "XmlWinEventLog:Security",
    ]
    assert [Path(p).name for p, _ in loaded.report.skipped] == ["README.md", "c.evtx"]


def _make(tmp_path, content):
    path = tmp_path / "given.log"
    path.write_bytes(content)
    return path


ERRORS = {
    "missing": (None, "SPL501", "No such file"),
    "empty": (b"", "SPL503", "is empty"),
    "blank": (b" \r\n\n", "SPL503", "is empty"),
    "only a mark": (b"\xef\xbb\xbf", "SPL503", "is empty"),
    "evtx": (b"ElfFile\0\0\0", "SPL505", "evtx"),
    "zip": (b"PK\3\4abc", "SPL505", "zip"),
    "7z": (b"7z\xbc\xaf\x27\x1cabc", "SPL504", "Unpack"),
    "binary": (bytes(range(32)) * 9, "SPL504", "not text"),
    "not gzip after all": (b"\x1f\x8bhello", "SPL505", "gzip"),
}


@pytest.mark.parametrize(("content", "code", "says"), ERRORS.values(), ids=ERRORS)
def test_errors(tmp_path, content, code, says):
    path = tmp_path / "givn.log" if content is None else _make(tmp_path, content)
    with pytest.raises(DataError) as caught:
        opened(path)
    assert caught.value.code == code
    assert says in caught.value.render()
    assert str(path) in caught.value.render()


def test_a_missing_file_suggests_a_like_one(tmp_path):
    _make(tmp_path, b"x")
    with pytest.raises(DataError, match=r"Did you mean .*given\.log"):
        opened(tmp_path / "givn.log")


def test_a_folder_without_logs(tmp_path):
    with pytest.raises(DataError, match="SPL503"):
        opened(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable(tmp_path):
    path = _make(tmp_path, b"x")
    path.chmod(0)
    with pytest.raises(DataError, match="SPL502"):
        opened(path)


def test_progress_reaches_the_end(tmp_path):
    seen = []
    path = _make(tmp_path, event().encode())
    opened(path, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (path.stat().st_size, path.stat().st_size)


soup = st.lists(
    st.sampled_from([event().encode(), b"<Event>", b"{", b'{"a":1}', b"[", b"\n", b"\xff", b"\0"])
    | st.binary(max_size=8),
    max_size=10,
).map(b"".join)


@settings(max_examples=400, deadline=None)
@given(soup)
def test_any_bytes_load_or_are_refused(data):
    try:
        loaded = load(io.BytesIO(data), knowledge=Knowledge(), env=ENV)
    except DataError:
        return
    assert sum(len(p.table) for p in loaded.partitions) == loaded.report.events
    assert loaded.report.bytes == len(data) or data.startswith((b"\x1f\x8b", b"BZh"))
    for part in loaded.partitions:
        part.table.rows()


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "with a mark"])
@pytest.mark.parametrize("packed", [False, True], ids=["file", "gzip"])
def test_a_big_log_is_read_block_by_block_and_gives_the_same(tmp_path, start, packed):
    data = "<Data Name='User'>us\xe9r {}</Data>"
    lines = [event(data=data.format(n % 7)).encode() for n in range(5000)]
    lines[1000] = lines[1000].replace("us\xe9r".encode(), b"us\xe9r")
    lines[2000] = b"stray"
    log = start + b"\n".join(lines)
    assert len(log) > LEAST
    path = tmp_path / "big.xml"
    path.write_bytes(gzip.compress(log) if packed else log)
    big = opened(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("spl.events.log_reader.LEAST", 1 << 26)
        small = opened(path)
    rows = [[row for part in each.partitions for row in part.table.rows()] for each in (big, small)]
    assert rows[0] == rows[1]
    assert big.report == small.report
    assert (big.report.malformed, big.report.undecodable, big.report.events) == (1, 1, 5000)
