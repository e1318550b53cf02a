"""pandas is left out of the command line, where pyarrow would import it for nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from spl.shell.cli import main
from spl.shell.left_out import bring_back, without_pandas

ROOT = Path(__file__).parents[3]
LOG = ROOT / "datasets" / "malware" / "azorult" / "sysmon.log"


def test_it_is_as_if_it_were_not_installed_until_it_is_brought_back(monkeypatch) -> None:
    monkeypatch.delitem(sys.modules, "pandas", raising=False)
    before, finders = find_spec("pandas"), list(sys.meta_path)
    with without_pandas():
        with pytest.raises(ModuleNotFoundError):
            find_spec("pandas")
        assert find_spec("json") is not None
    assert sys.meta_path == finders
    with without_pandas():
        bring_back()
        assert (find_spec("pandas") is None) == (before is None)


def test_a_command_leaves_nothing_behind(monkeypatch, capsys) -> None:
    finders = list(sys.meta_path)
    monkeypatch.setattr(sys, "argv", ["spl", "--version"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.startswith("spl")
    assert sys.meta_path == finders


def test_a_search_of_a_store_imports_pyarrow_and_no_pandas(tmp_path: Path) -> None:
    def spl(*words: str, python: tuple[str, ...] = ()) -> str:
        done = subprocess.run(
            [sys.executable, *python, "-m", "spl", *words],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        )
        return done.stderr

    store = str(tmp_path / "store")
    spl("index", str(LOG), "-o", store)
    imported = spl("search", "* | stats count by EventCode", store, python=("-X", "importtime"))
    names = {line.rpartition("|")[2].strip() for line in imported.splitlines()}
    assert "pyarrow.lib" in names
    assert "pandas._libs" not in names  # the attempt to import it counts as pandas
