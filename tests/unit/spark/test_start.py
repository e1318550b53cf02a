"""Without Spark nothing changes, and who asks for it is told what to install."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

import spl
from spl.engine.spread import Spread
from spl.events.intake import Settings
from spl.shell import logs
from spl.shell.cli import cli
from spl.spark import start
from spl.spark.cluster import failure, shared_out
from tests.spec.rehearsed import Rehearsed

SEARCH = ["search", "| makeresults | eval a=1 | table a"]


def test_without_pyspark_the_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "pyspark", None)
    with pytest.raises(spl.RunError) as caught:
        start.start("local[1]")
    assert caught.value.code == "SPL460"
    assert "spl[spark]" in str(caught.value)


def test_without_java_too(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(start, "_builder", lambda: None)
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(spl.RunError, match="Java") as caught:
        start.start("local[1]")
    assert caught.value.code == "SPL460"


def test_a_master_without_the_engine_is_a_mistake():
    result = CliRunner().invoke(cli, [*SEARCH, "--master", "local[1]"])
    assert result.exit_code == 2
    assert "--engine spark" in result.output


def test_nothing_of_spark_is_imported_by_a_search():
    code = (
        "import sys, spl, spl.spark; spl.Session().search('| makeresults');"
        "print([m for m in sys.modules if m.startswith(('pyspark', 'py4j', 'pandas'))])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_units_are_shared_out_by_size():
    assert shared_out([5, 1, 1, 1, 1, 1], 2) == [[0, 4], [1, 2, 3, 5]]
    assert shared_out([], 4) == [[]]
    assert shared_out([1], 4) == [[0]]


def test_what_spark_says_becomes_one_sentence():
    assert failure(ValueError("line one\n  caused by: TypeError: x\n")).message.endswith(
        "TypeError: x"
    )
    too_large = failure(ValueError("Total size is bigger than spark.driver.maxResultSize (1g)"))
    assert too_large.code == "SPL463"


def test_what_workers_read_is_not_put_into_the_cache_of_the_user(tmp_path, monkeypatch):
    log = tmp_path / "a.json"
    log.write_text('{"user": "al"}\n')
    monkeypatch.setattr(logs, "_cached", None)
    session = spl.Session(engine=Spread(Rehearsed()))
    assert logs._load(session, str(log), Settings(), None, False).events == 1
    assert not session.reads_here
    assert spl.Session().reads_here
