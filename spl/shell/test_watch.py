"""``spl test --watch``: rules run again as soon as something that they depend on changes.

The times of the files are looked at twice a second. That needs no library and works on network
drives and in containers, where the system tells of no changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from spl.detections import Rule, Runner, find_rules
from spl.detections.watch import Stamps, changed, concerned, knowledge_folders, own_files, stamps
from spl.errors import SplError

PAUSE = 0.5
"""Seconds between two looks."""


def watch(
    runner: Runner,
    rules: Sequence[Rule],
    apps: Sequence[Path],
    paths: Sequence[Path],
) -> list[Path]:
    """Wait until something changes, and return the rule files to run again, new ones included.

    Args:
        runner: knows the checkouts and where logs are.
        rules: the rules that were run.
        apps: files and folders of knowledge that the user gave.
        paths: where new rules may come up.
    """
    known = {rule.path for rule in rules}
    before = _look(runner, rules, apps)
    folders = f"{len(before):,} files of {len(rules):,} rules"
    click.echo(f"Watching {folders}; Ctrl-C ends.", err=True)
    while True:
        time.sleep(PAUSE)
        after = _look(runner, rules, apps)
        files = changed(before, after)
        new = [path for path in _find(paths) if path not in known]
        if files or new:
            after = _settled(after, lambda: _look(runner, rules, apps))
            files |= changed(before, after)
            again = [rule.path for rule in rules if concerned(rule, runner, files, apps)]
            if again or new:
                return [path for path in [*again, *new] if path.is_file()]
            before = after


def _find(paths: Sequence[Path]) -> list[Path]:
    try:
        return find_rules(paths)
    except SplError:  # for a moment there may be none
        return []


def _settled(last: Stamps, look: Callable[[], Stamps]) -> Stamps:
    """Wait until nothing changes any more: an editor writes a file in several steps."""
    while True:
        time.sleep(PAUSE / 5)
        now = look()
        if now == last:
            return now
        last = now


def _look(runner: Runner, rules: Sequence[Rule], apps: Sequence[Path]) -> Stamps:
    paths: dict[Path, None] = dict.fromkeys(apps)
    for rule in rules:
        paths.update(dict.fromkeys(own_files(rule, runner)))
        paths.update(dict.fromkeys(knowledge_folders(runner.site(rule))))
    return stamps(paths)
