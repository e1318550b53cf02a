"""Logs in the cache: the same answer as from the log, whatever happens to the cache."""

import os
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import spl
from spl.errors import DataError
from spl.events import log_cache
from spl.events.intake import Settings
from spl.events.log_cache import LogCache
from spl.knowledge import Knowledge
from spl.shell import logs
from spl.shell.cli import cli
from spl.values.environment import Environment

LONG_AGO = 1_600_000_000
ENV = Environment(now=1_700_000_000.0)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("one\ntwo\n")
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


@pytest.fixture
def cache(tmp_path):
    return LogCache(tmp_path / "cache")


def raws(cache, log, knowledge=None, **said):
    found = cache.log(log, Settings(**said), knowledge or Knowledge.read(), ENV)
    if found is None:
        return None
    return [text for part in found.store.parts for text in part.raw().to_pylist()]


def made(cache) -> list[int]:
    """When each store in the cache was written."""
    return [path.stat().st_mtime_ns for path in sorted(cache.folder.rglob("manifest.json"))]


def test_the_second_time_nothing_is_read(cache, log, monkeypatch):
    assert raws(cache, log) == ["one", "two"]
    monkeypatch.setattr(log_cache, "index_logs", None)
    assert raws(cache, log) == ["one", "two"]


def test_the_report_is_kept(cache, tmp_path):
    log = tmp_path / "a.xml"
    log.write_text("<Event><System></Event>\n<Event/>\nstray\n")
    os.utime(log, (LONG_AGO, LONG_AGO))
    said = [cache.log(log, Settings(), Knowledge.read(), ENV).report.warnings() for _ in range(2)]
    assert said[0] == said[1] == spl.Session().load(log).warnings()
    assert len(said[0]) == 4


def test_a_changed_log_is_read_anew(cache, log):
    raws(cache, log)
    log.write_text("six\nten\n")
    assert raws(cache, log) == ["six", "ten"]


def test_what_the_user_says_and_index_time_knowledge_have_a_place_of_their_own(
    cache, log, tmp_path
):
    (tmp_path / "app" / "default").mkdir(parents=True)
    (tmp_path / "app" / "default" / "props.conf").write_text("[txt]\nSEDCMD-a = s/o/0/g\n")
    changed = Knowledge.read([tmp_path / "app"])
    for _ in range(2):
        assert raws(cache, log) == ["one", "two"]
        assert raws(cache, log, changed) == ["0ne", "tw0"]
        assert raws(cache, log, index="other") == ["one", "two"]
    assert len(made(cache)) == 3


def break_manifest(store: Path) -> None:
    (store / "manifest.json").write_text("{")


def lose_part(store: Path) -> None:
    for part in (store / "parts").iterdir():
        part.unlink()


def break_report(store: Path) -> None:
    (store / "report.json").write_text('{"files": 1}')


def lose_report(store: Path) -> None:
    (store / "report.json").unlink()


@pytest.mark.parametrize("harm", [break_manifest, lose_part, break_report, lose_report])
def test_a_broken_cache_is_made_anew(cache, log, harm):
    raws(cache, log)
    (store,) = cache.folder.iterdir()
    harm(store)
    assert raws(cache, log) == ["one", "two"]


def test_a_folder_that_cannot_be_written_is_done_without(log, tmp_path):
    (tmp_path / "file").write_text("")
    assert raws(LogCache(tmp_path / "file" / "cache"), log) is None


def test_an_error_of_the_log_is_told(cache, tmp_path):
    log = tmp_path / "a.gz"
    log.write_bytes(b"\x1f\x8b\x08broken")
    with pytest.raises(DataError, match="SPL505"):
        raws(cache, log)


def test_what_was_not_used_for_long_makes_room(tmp_path, log):
    cache = LogCache(tmp_path / "cache", room=1)
    others = [tmp_path / f"{n}.txt" for n in range(3)]
    for number, other in enumerate(others):
        shutil.copy2(log, other)
        raws(cache, other)
        for report in cache.folder.rglob("report.json"):
            if report.stat().st_mtime > LONG_AGO + 100:
                os.utime(report, (LONG_AGO + number, LONG_AGO + number))
    assert len(list(cache.folder.iterdir())) == 1


def test_what_somebody_may_be_reading_stays(tmp_path, log):
    cache = LogCache(tmp_path / "cache", room=1)
    raws(cache, log)
    raws(cache, log, index="other")
    assert len(list(cache.folder.iterdir())) == 2


class TestOnTheCommandLine:
    @pytest.fixture(autouse=True)
    def everything_is_big(self, monkeypatch, tmp_path):
        monkeypatch.setattr(logs, "BIG", 1)
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
        monkeypatch.delenv("SPL_NO_CACHE", raising=False)

    def search(self, *words) -> str:
        result = CliRunner().invoke(cli, ["search", "index=* | table _raw", *map(str, words)])
        assert result.exit_code == 0
        return result.output

    def test_a_search_keeps_its_log(self, log, tmp_path):
        first = self.search(log)
        assert "one" in first
        assert len(list((tmp_path / "home").rglob("manifest.json"))) == 1
        assert self.search(log) == first

    def test_no_cache(self, log, tmp_path, monkeypatch):
        assert self.search(log, "--no-cache") == self.search(log)
        shutil.rmtree(tmp_path / "home" / "spl" / "logs")
        self.search(log, "--no-cache")
        monkeypatch.setenv("SPL_NO_CACHE", "1")
        self.search(log)
        assert list((tmp_path / "home").rglob("manifest.json")) == []

    def test_a_folder_and_standard_input_are_read_as_they_are(self, log, tmp_path):
        folder = tmp_path / "logs"
        folder.mkdir()
        shutil.move(log, folder)
        self.search(folder)
        assert list((tmp_path / "home").rglob("manifest.json")) == []
