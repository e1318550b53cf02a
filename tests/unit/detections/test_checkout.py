"""Finding the root of a checkout, and the times that rows tell."""

from __future__ import annotations

from pathlib import Path

import pytest

from spl.detections.checkout import find_root, read_checkout
from spl.detections.timeline import timeline
from tests.unit.detections.small_checkout import write


@pytest.mark.parametrize(
    ("files", "start", "root"),
    [
        (["detections/web/a.yml", "macros/m.yml"], "detections/web/a.yml", "."),
        (["detections/web/a.yml", "macros/m.yml"], "detections/web", "."),
        (["detections/web/a.yml", "macros/m.yml"], ".", "."),
        (["co/detections/a.yml", "co/data_sources/d.yml"], "co/detections", "co"),
        (["rules/a.yml", "rules/lookups/l.csv"], "rules/a.yml", "rules"),
        (["rules/sub/a.yml", "rules/lookups/l.csv"], "rules", "rules"),
        # Knowledge some folders up without detections beside it is none of the rule's.
        (["rules/sub/a.yml", "rules/lookups/l.csv"], "rules/sub/a.yml", None),
        (["detections/a.yml"], "detections/a.yml", None),
        # A repository ends the search.
        (["detections/a.yml", "macros/m.yml", "in/.git/HEAD", "in/a.yml"], "in/a.yml", None),
    ],
)
def test_the_root_of_a_checkout(
    tmp_path: Path, files: list[str], start: str, root: str | None
) -> None:
    write(tmp_path, {**dict.fromkeys(files, "name: x\nsearch: y\n"), ".git/HEAD": ""})
    expected = None if root is None else (tmp_path / root).resolve()
    assert find_root(tmp_path / start) == expected


def test_broken_files_beside_the_rules_are_told_and_cost_nothing_else(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        {
            "baselines/a.yml": "name: A\nsearch: x\ntags: {detections: [R]}\n",
            "baselines/b.yml": "name: B\nsearch: x\ndetections: [R]\n",
            "baselines/c.yml": "name: C\nsearch: x\n",
            "baselines/d.yml": "[",
            "data_sources/s.yml": "name: S\nsource: s\nsourcetype: t\n",
            "data_sources/bare.yml": "name: Bare\n",
            "deployments/old.yml": "alert_action: {rba: {enabled: 'true'}}\ntags: {type: TTP}\n",
            "deployments/new.yml": "alert_action: {rba: {enabled: true}}\ntype: Anomaly\n",
            "deployments/odd.yml": "alert_action: [1]\ntype: Hunting\n",
        },
    )
    found = read_checkout(root)
    assert [baseline.name for baseline in found.baselines] == ["A", "B"]
    assert found.sources == {"S": ("s", "t")}
    assert found.risk == {"TTP": True, "Anomaly": True, "Hunting": False}
    assert [problem.code for problem in found.problems] == ["SPL610"]


def test_the_times_that_rows_tell() -> None:
    rows = [
        {"_time": "5.5", "firstTime": "1970-01-01T00:00:02", "lastTime": ["7", "never", "nan"]},
        {"_time": "5.5", "other": "9"},
        {},
    ]
    assert timeline(rows) == (2.0, 5.5, 7.0)
