"""Extraction is lazy: what no search needs never runs, and what ran once never runs again."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from spl.knowledge.lookups import LookupTable
from spl.knowledge.setting_regex import SettingRegex
from spl.session import Session
from spl.values.regex import Match, Regex

PROPS = r"""
[st]
KV_MODE = none
EXTRACT-user = user=(?<user>\w+)
EXTRACT-host = machine=(?<machine>\w+)
EXTRACT-z = (?<first>.) in user
REPORT-pairs = pairs
FIELDALIAS-a = machine AS dest
EVAL-upper = upper(user)
LOOKUP-a = teams user OUTPUT team
"""
TRANSFORMS = r"""
[pairs]
REGEX = (\w+):(\w+)
FORMAT = $1::$2
[teams]
filename = teams.csv
"""
LINES = [f"{n} user=u{n % 4} machine=m{n % 2} size:{n}" for n in range(100)]


@pytest.fixture
def worked(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each regex of the app was run over a text, and how often the lookup was asked."""
    counts: Counter[str] = Counter()

    def search(self: SettingRegex, text: str, start: int = 0) -> Match | None:
        counts[self.pattern.removeprefix("(?ms)")] += 1
        return Regex.search(self, text, start)

    def finditer(self: SettingRegex, text: str) -> Iterator[Match]:
        counts[self.pattern] += 1
        return Regex.finditer(self, text)

    find: Callable[..., list[dict[str, str]]] = LookupTable.find

    def counted_find(self: LookupTable, *args: object) -> list[dict[str, str]]:
        counts["lookup"] += 1
        return find(self, *args)

    monkeypatch.setattr(SettingRegex, "search", search, raising=False)
    monkeypatch.setattr(SettingRegex, "finditer", finditer)
    monkeypatch.setattr(LookupTable, "find", counted_find)
    return counts


@pytest.fixture
def session(tmp_path: Path) -> Session:
    for path, text in {
        "default/props.conf": PROPS,
        "default/transforms.conf": TRANSFORMS,
        "lookups/teams.csv": "user,team\nu1,red\nu2,blue\n",
    }.items():
        target = tmp_path / "app" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    session = Session([tmp_path / "app"])
    session.load(io.BytesIO("\n".join(LINES).encode()), sourcetype="st")
    return session


USER, MACHINE, FIRST = r"user=(?<user>\w+)", r"machine=(?<machine>\w+)", "(?<first>.)"


@pytest.mark.parametrize(
    ("search", "runs"),
    [
        ("* | stats count", {}),
        ("* | stats count by user", {USER: 100}),
        ("* | stats count by dest", {MACHINE: 100}),
        ("* | stats count by upper", {USER: 100}),
        ("* | stats count by team", {USER: 100, "lookup": 4}),
        ("* | stats count by first", {USER: 100, FIRST: 4}),
        ("* | stats count by size", {r"(\w+):(\w+)": 100}),
        ("* | table user machine first | head 1", {USER: 100, MACHINE: 100, FIRST: 4}),
        ('"*7 user*" | table user', {USER: 10}),
        ("user=u3 | stats count by machine", {USER: 100, MACHINE: 100}),
        ("user=u3 size=7 | stats count by machine", {USER: 100, "pairs": 100, MACHINE: 1}),
    ],
)
def test_a_search_runs_what_it_needs_once_per_distinct_value(
    session: Session, worked: Counter[str], search: str, runs: dict[str, int]
) -> None:
    wanted = {r"(\w+):(\w+)" if name == "pairs" else name: n for name, n in runs.items()}
    session.search(search)
    assert dict(worked) == wanted


def test_searches_of_a_session_share_what_was_worked_out(
    session: Session, worked: Counter[str]
) -> None:
    session.search("user=u1 | stats count by team")
    first = dict(worked)
    for search in (
        "user=u1 | stats count by team",
        "* | stats count by user",
        "user=u2 | table team",
    ):
        session.search(search)
    assert dict(worked) == first


def test_few_rows_and_then_all_rows_cost_no_more_than_all_rows(
    session: Session, worked: Counter[str]
) -> None:
    session.search('"77 user" | table user')
    assert dict(worked) == {USER: 1}
    session.search('"*7 user*" | table user')
    assert dict(worked) == {USER: 10}
    session.search("* | stats count by user")
    assert dict(worked) == {USER: 100}
