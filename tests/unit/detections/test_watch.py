"""What a change on disk concerns."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl import Session
from spl.detections import Runner, find_rules, load_rule
from spl.detections.watch import changed, concerned, stamps
from tests.unit.detections.small_checkout import EVENTS, LOG, rule, write

FILES = {
    LOG: EVENTS,
    "other.json": EVENTS,
    "macros/outer.yml": "name: outer(1)\ndefinition: '`inner` n=$n$'\narguments: [n]\n",
    "macros/inner.yml": "name: inner\ndefinition: '| lookup homes user'\n",
    "lookups/homes.yml": "name: homes\nfilename: table_of_homes.csv\n",
    "lookups/table_of_homes.csv": "user,home\nal,Rome\n",
    "baselines/b.yml": "name: B\nsearch: '| inputlookup past.csv'\ntags: {detections: [Base]}\n",
    "lookups/past.csv": "a\n1\n",
    "data_sources/d.yml": "name: D\nsourcetype: x\n",
    "detections/base.yml": rule("Base", "user=al"),
    "detections/calls.yml": rule("Calls", "user=al `outer(1)`"),
    "detections/looks.yml": rule("Looks", "user=al | lookup homes user", log="other.json"),
    "apps/a/default/props.conf": "",
}


@pytest.mark.parametrize(
    ("path", "rules"),
    [
        ("detections/base.yml", {"Base"}),
        ("detections/base.test.yml", {"Base"}),
        (LOG, {"Base", "Calls"}),
        ("other.json", {"Looks"}),
        ("macros/outer.yml", {"Calls"}),
        ("macros/inner.yml", {"Calls"}),
        ("lookups/homes.yml", {"Calls", "Looks"}),
        ("lookups/table_of_homes.csv", {"Calls", "Looks"}),
        ("lookups/past.csv", {"Base"}),
        ("baselines/b.yml", {"Base"}),
        ("data_sources/d.yml", {"Base", "Calls", "Looks"}),
        ("apps/a/default/props.conf", {"Base", "Calls", "Looks"}),
        ("README.md", set()),
    ],
)
def test_a_change_concerns_the_rules_that_depend_on_the_file(
    tmp_path: Path, path: str, rules: set[str]
) -> None:
    root = write(tmp_path, FILES)
    runner = Runner(Session, [root])
    found = [load_rule(each) for each in find_rules([root / "detections"])]
    files = [root / path]
    assert {r.name for r in found if concerned(r, runner, files, [root / "apps"])} == rules


def test_files_that_come_go_and_change(tmp_path: Path) -> None:
    root = write(tmp_path, {"stays": "1", "goes": "1", "folder/changes": "1"})
    watched = [root / "stays", root / "goes", root / "comes", root / "folder"]
    before = stamps(watched)
    (root / "goes").unlink()
    write(root, {"comes": "1", "folder/changes": "22", "folder/new": "1"})
    names = {path.name for path in changed(before, stamps(watched))}
    assert names == {"goes", "comes", "changes", "new"}
