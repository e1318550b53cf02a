"""What .conf files make of a log, case by case: see cases/README.md."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from spl.events.load import Loaded, load
from spl.events.origin import Origin
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.value import as_texts

NOW = 1_700_000_000.0
FOLDER = Path(__file__).parent / "cases"
KEYS = {
    "name",
    "files",
    "log",
    "path",
    "source",
    "sourcetype",
    "host",
    "events",
    "problems",
    "origins",
    "origins_by_event",
}
CONFS = {"props", "transforms", "eventtypes", "tags", "app", "macros"}


def _cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("case", _cases())
def test_case(case: Mapping[str, Any], tmp_path: Path) -> None:
    assert not set(case) - KEYS - CONFS
    files = {f"default/{name}.conf": case[name] for name in CONFS & set(case)}
    for path, text in {"default/app.conf": "", **files, **case.get("files", {})}.items():
        target = tmp_path / "app" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    knowledge = Knowledge.read([tmp_path / "app"])
    loaded = _load(case, knowledge, tmp_path)
    rows = [row for part in loaded.partitions for row in part.table.rows()]
    shown = [
        {name: _shown(row.get(name)) for name in want}
        for row, want in zip(rows, case["events"], strict=False)
    ]
    assert shown == [{n: _shown(v) for n, v in want.items()} for want in case["events"]]
    assert len(rows) == len(case["events"])
    for name, steps in case.get("origins", {}).items():
        (partition,) = loaded.partitions
        _assert_origins(steps, partition.origin(name))
    places = [(part, row) for part in loaded.partitions for row in range(part.table.size)]
    for (part, row), fields in zip(places, case.get("origins_by_event", []), strict=False):
        for name, steps in fields.items():
            _assert_origins(steps, part.origin(name, row))
    told = [problem.render() for problem in knowledge.problems] + loaded.report.problems
    wanted = case.get("problems", [])
    assert len(told) == len(wanted), told
    for words, problem in zip(wanted, told, strict=True):
        assert words in problem


def _assert_origins(steps: list[Any], origins: list[Origin]) -> None:
    """Each step names the words of its settings, and no more settings than that."""
    found = [each.places() for each in origins]
    assert len(found) == len(steps), found
    for words, places in zip(steps, found, strict=True):
        parts = words if isinstance(words, list) else [words]
        place = "; ".join(places) or "the log"
        assert all(part in place for part in parts), place
        settings = [part for part in parts if "=" in part]
        assert len(places) == len(settings) or parts == ["the log"] or not settings, place


def _load(case: Mapping[str, Any], knowledge: Knowledge, folder: Path) -> Loaded:
    settings = {
        name: case.get(name, default)
        for name, default in (("source", "s"), ("sourcetype", "st"), ("host", "h"))
    }
    data = case["log"].encode()
    env = Environment(now=NOW)
    if "path" not in case:
        return load(io.BytesIO(data), knowledge=knowledge, env=env, **settings)
    file = folder / case["path"]
    file.write_bytes(data)
    os.utime(file, (NOW, NOW))
    return load(file, knowledge=knowledge, env=env, **settings)


def _shown(value: Any) -> Any:
    """Numbers as numbers, texts as they are, a multivalue as a list."""
    if value is None or isinstance(value, float | int):
        return value
    texts = value if isinstance(value, list) else list(as_texts(value))
    return texts[0] if len(texts) == 1 else texts
