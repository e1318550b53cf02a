"""Packed logs are read as streams; what is broken or too much is told, and nothing is written."""

import bz2
import contextlib
import gzip
import io
import lzma
import os
import random
import tarfile
import zipfile
from pathlib import Path

import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.errors import DataError
from spl.events.load import load
from spl.events.packed import budget
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from tests.unit.events.write_evtx import evtx

ENV = Environment(now=1_700_000_000.0)
EVENT = (
    "<Event xmlns='x'><System><Provider Name='P'/><EventID>1</EventID>"
    "<TimeCreated SystemTime='2023-04-11T10:59:26.1877710Z'/><Channel>Security</Channel>"
    "<Computer>h</Computer></System></Event>\n"
)
LINES = "2023-01-01 00:00:00 one\n2023-01-01 00:00:01 two\n"


def zipped(members, method=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def tarred(members, mode="w"):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(content), 1_600_000_000
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def opened(data, tmp_path, name="given"):
    path = tmp_path / name
    path.write_bytes(data)
    return load(str(path), knowledge=Knowledge(), env=ENV)


PACKED = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": lambda data: pyarrow.compress(data, "zstd", asbytes=True),
    "zip": lambda data: zipped({"a.log": data}),
    "zip, stored": lambda data: zipped({"a.log": data}, zipfile.ZIP_STORED),
    "tar": lambda data: tarred({"a.log": data}),
    "tar.gz": lambda data: tarred({"a.log": data}, "w:gz"),
    "tar.xz": lambda data: tarred({"a.log": data}, "w:xz"),
    "gzip in zip": lambda data: zipped({"a.log.gz": gzip.compress(data)}),
    "zip in tar.gz": lambda data: tarred({"x.zip": zipped({"a.log": data})}, "w:gz"),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
@pytest.mark.parametrize("log", [EVENT * 3, LINES, evtx([[EVENT]])], ids=["xml", "lines", "evtx"])
def test_what_is_packed_reads_as_what_is_not(tmp_path, pack, log):
    data = log.encode() if isinstance(log, str) else log
    plain, packed = opened(data, tmp_path, "plain"), opened(pack(data), tmp_path)

    def events(loaded):
        return [(row["_raw"], row["_time"]) for p in loaded.partitions for row in p.table.rows()]

    assert events(packed) == events(plain)
    assert packed.report.warnings() == plain.report.warnings() == []


def test_a_stream_is_unpacked_like_a_file():
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    for pack in PACKED.values():
        loaded = load(Pipe(pack(EVENT.encode())), knowledge=Knowledge(), env=ENV)
        assert loaded.report.events == 1


def test_members_are_named_and_typed_by_their_names(tmp_path):
    log = zipped({"sub/a.csvlog": "2023-01-01 x\n", "b.txt.gz": gzip.compress(b"2023-01-01 y\n")})
    parts = opened(log, tmp_path).partitions
    named = [(part.source.rpartition("/given:")[2], part.sourcetype) for part in parts]
    assert named == [("sub/a.csvlog", "csvlog"), ("b.txt.gz", "txt")]


def test_what_is_no_log_is_skipped_and_told(tmp_path):
    members = {
        "README.md": "x", ".hidden": "x", "__MACOSX/a": "x", "empty.log": "",
        "picture.png": bytes(range(32)) * 9, "a.log": LINES,
    }  # fmt: skip
    report = opened(zipped(members), tmp_path).report
    assert report.events == 2
    assert [path.rpartition(":")[2] for path, _ in report.skipped] == [
        "README.md", "empty.log", "picture.png",
    ]  # fmt: skip


def test_an_archive_without_a_log(tmp_path):
    with pytest.raises(DataError, match="SPL503") as caught:
        opened(zipped({"empty.log": ""}), tmp_path)
    assert "is empty" in caught.value.hint
    with pytest.raises(DataError, match="SPL503"):
        opened(zipped({}), tmp_path)


@pytest.mark.parametrize("name", ["../../up.log", "/etc/passwd", "C:\\x.log", "a\x1b[31m.log"])
def test_names_of_members_are_never_paths(tmp_path, name):
    before = sorted(tmp_path.rglob("*"))
    for pack in (zipped, tarred):
        loaded = opened(pack({name: LINES.encode()}), tmp_path)
        assert loaded.partitions[0].source.isprintable()
        (tmp_path / "given").unlink()
    assert sorted(tmp_path.rglob("*")) == before


def test_links_and_devices_in_archives_are_passed_over(tmp_path):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (("l", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("a.log")
        info.size = len(LINES)
        archive.addfile(info, io.BytesIO(LINES.encode()))
    assert opened(data.getvalue(), tmp_path).report.events == 2


# --- what is broken --------------------------------------------------------------------------


def many(count=4000):
    chance = random.Random(1)
    return [EVENT.replace("<EventID>1<", f"<EventID>{chance.random()}<") for _ in range(count)]


@pytest.mark.parametrize("kind", ["gzip", "bzip2", "xz", "zstd", "tar", "tar.gz"])
def test_what_is_cut_off_keeps_what_could_be_read(tmp_path, kind):
    data = PACKED[kind]("".join(many(60_000 if kind == "bzip2" else 4000)).encode())
    report = opened(data[: len(data) * 2 // 3], tmp_path).report
    assert 0 < report.events < 60_000
    (broken,) = report.broken
    assert (
        f" is a broken {kind.removeprefix('tar.').replace('gz', 'gzip', kind == 'tar.gz')}"
        in broken
    )
    assert f"{report.events:,} events of it could be read" in broken
    assert report.warnings()[0] == broken


def test_other_members_are_read_where_one_is_broken(tmp_path):
    data = bytearray(zipped({"a": LINES, "b": LINES, "c": LINES}, zipfile.ZIP_STORED))
    place = data.index(b"two", data.index(b"two") + 1)
    data[place : place + 3] = b"TWO"
    report = opened(bytes(data), tmp_path).report
    assert report.events == 4
    assert "given:b is a broken zip file: Bad CRC-32" in report.skipped[0][1]


NOTHING = {
    "gzip": b"\x1f\x8bhello",
    "bzip2": b"BZhello",
    "xz": b"\xfd7zXZ\0hello",
    "zstd": b"\x28\xb5\x2f\xfdhello",
    "zip": b"PK\3\4hello",
    "zip without its end": zipped({"a": LINES})[:-30],
    "gzip of a few bytes": gzip.compress(LINES.encode())[:11],
}


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
def test_nothing_can_be_read(tmp_path, data):
    with pytest.raises(DataError, match=r"SPL505: .*given is a broken"):
        opened(data, tmp_path)


def test_a_folder_goes_on_with_the_next_file(tmp_path):
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8bhello")
    (tmp_path / "b.log").write_text(LINES)
    report = load(str(tmp_path), knowledge=Knowledge(), env=ENV).report
    assert (report.events, len(report.skipped)) == (2, 1)


def test_a_locked_member_is_named(tmp_path):
    data = bytearray(zipped({"a.log": LINES}))
    for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data[data.index(mark) + flags] |= 1
    with pytest.raises(DataError, match="SPL503") as caught:
        opened(bytes(data), tmp_path)
    assert "locked with a password" in caught.value.hint


# --- what is too much ------------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(budget, "FREE", 1 << 20)
    monkeypatch.setattr("spl.events.packed.unpack.HELD", 1 << 20)


ZEROS = b"0" * 1023 + b"\n"
BOMBS = {
    "gzip": lambda: gzip.compress(ZEROS * 3000),
    "bzip2": lambda: bz2.compress(ZEROS * 9000),
    "xz": lambda: lzma.compress(ZEROS * 9000),
    "zip": lambda: zipped({"a": ZEROS * 3000}),
    "zip of many": lambda: zipped({str(n): ZEROS * 300 for n in range(20)}),
    "zip in zip": lambda: zipped({"z": zipped({"a": ZEROS * 30_000})}),
    "gzip in gzip": lambda: gzip.compress(gzip.compress(ZEROS * 30_000)),
    "tar.gz": lambda: tarred({"a": ZEROS * 3000}, "w:gz"),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_what_unpacks_to_too_much_is_refused(small, tmp_path, bomb):
    with pytest.raises(DataError, match="SPL512"):
        opened(bomb(), tmp_path)


def test_a_bomb_in_a_folder_is_skipped(small, tmp_path):
    (tmp_path / "a.gz").write_bytes(BOMBS["gzip"]())
    (tmp_path / "b.log").write_text(LINES)
    report = load(str(tmp_path), knowledge=Knowledge(), env=ENV).report
    assert "unpacks to more than 250 times its size" in report.skipped[0][1]


def test_too_many_files(monkeypatch, tmp_path):
    monkeypatch.setattr(budget, "MOST_MEMBERS", 5)
    for pack in (zipped, tarred):
        with pytest.raises(DataError, match="SPL512"):
            opened(pack({str(n): b"x" for n in range(6)}), tmp_path)


def test_too_many_wrappers(tmp_path):
    data = LINES.encode()
    for _ in range(5):
        data = gzip.compress(data)
    with pytest.raises(DataError, match="SPL514"):
        opened(data, tmp_path)


def test_a_big_zip_inside_of_something_else(small, tmp_path):
    inside = zipped({"a": os.urandom(2 << 20)})
    with pytest.raises(DataError, match="SPL514"):
        opened(gzip.compress(inside), tmp_path)


def test_a_way_of_packing_that_is_not_known(tmp_path):
    data = bytearray(zipped({"a.log": LINES}))
    for mark, method in ((b"PK\3\4", 8), (b"PK\1\2", 10)):
        data[data.index(mark) + method] = 97
    with pytest.raises(DataError, match="SPL514"):
        opened(bytes(data), tmp_path)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(PACKED)), st.integers(0, 1 << 30), st.integers(0, 255))
def test_damage_anywhere_is_told_or_harmless(kind, place, byte):
    data = bytearray(PACKED[kind]((EVENT * 9).encode()))
    data[place % len(data)] = byte
    with contextlib.suppress(DataError):
        load(io.BytesIO(bytes(data)), knowledge=Knowledge(), env=ENV)


def test_nothing_is_written_while_unpacking(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    opened(PACKED["zip in tar.gz"](EVENT.encode()), tmp_path)
    assert [path.name for path in Path(tmp_path).rglob("*")] == ["given"]
