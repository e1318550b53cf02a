"""Every notebook shows what happens, in plain Python and, where there is one, in a kernel."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.pages.notebook import play_notebook
from tests.pages.page import ROOT, notebooks

ids = [path.relative_to(ROOT).as_posix() for path in notebooks()]


@pytest.mark.parametrize("path", notebooks(), ids=ids)
def test_a_notebook_shows_what_happens(path: Path) -> None:
    text = path.read_text("utf-8")
    shown, happens = (json.loads(each) for each in (text, play_notebook(text, path.parent)))
    for was, now in zip(shown["cells"], happens["cells"], strict=True):
        assert was == now, "python -m tests.pages renews it"


@pytest.mark.parametrize("path", notebooks(), ids=ids)
@pytest.mark.filterwarnings("ignore")  # what clients and kernels warn of is their own affair
def test_a_kernel_shows_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    notebook = nbformat.read(path, as_version=4)
    shown = [cell.get("outputs") for cell in notebook.cells]
    nbclient.execute(notebook, cwd=path.parent, timeout=300)
    now = [cell.get("outputs") for cell in notebook.cells]
    assert list(map(shorn, now)) == list(map(shorn, shown))


def shorn(outputs: object) -> object:
    """Without line breaks and order of keys: a kernel breaks long lists."""
    return re.sub(r"\s+", "", json.dumps(outputs, sort_keys=True).replace("\\n", ""))


def test_a_notebook_that_shows_something_wrong_becomes_right(tmp_path: Path) -> None:
    cell = {"cell_type": "code", "source": ["print(1)\n", "2"], "outputs": []}
    played = json.loads(play_notebook(json.dumps({"cells": [cell]}), tmp_path))
    printed, result = played["cells"][0]["outputs"]
    assert printed["text"] == ["1\n"]
    assert result["data"] == {"text/plain": ["2"]}
