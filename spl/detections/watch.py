"""What a rule depends on, so that a change on disk runs again what it concerns and no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from spl.detections.attack_data import AttackFile, locate_all
from spl.detections.rule import Rule
from spl.detections.runner import Runner
from spl.detections.sidecar import sidecar_of
from spl.detections.site import Site
from spl.detections.yaml_file import read_mapping, text
from spl.errors import SplError

Stamp: TypeAlias = tuple[int, int]
Stamps: TypeAlias = dict[Path, Stamp | None]
"""When a file was changed and how long it is; None where there is none."""

_CALL = re.compile(r"`\s*([^`\s()]+)")
_WORD = re.compile(r"[\w.:-]+")


def stamps(paths: Iterable[Path]) -> Stamps:
    """The stamps of files; a folder stands for all files below it."""
    found: Stamps = {}
    for path in paths:
        inside = [p for p in path.rglob("*") if p.is_file()] if path.is_dir() else [path]
        found.update((each, _stamp(each)) for each in inside)
    return found


def changed(before: Mapping[Path, Stamp | None], after: Mapping[Path, Stamp | None]) -> set[Path]:
    """The files that came, went or changed."""
    everything = before.keys() | after.keys()
    return {path for path in everything if before.get(path) != after.get(path)}


def own_files(rule: Rule, runner: Runner) -> list[Path]:
    """The rule's file, its sidecar, whether there or not, and the logs that its tests name."""
    logs = [
        found.path
        for test in rule.tests
        for found in locate_all((*test.attack_data, *test.baseline_data), runner.places(rule))
        if isinstance(found, AttackFile)
    ]
    return [rule.path, sidecar_of(rule.path), *logs]


def knowledge_folders(site: Site) -> list[Path]:
    """The folders of a checkout that its rules take anything from."""
    if site.checkout is None:
        return []
    names = ("macros", "lookups", "data_sources", "baselines", "deployments", "default", "local")
    folders = (site.checkout.root / name for name in names)
    return [folder for folder in folders if folder.is_dir()]


def concerned(rule: Rule, runner: Runner, files: Iterable[Path], apps: Iterable[Path] = ()) -> bool:
    """Whether any of *files*, which have changed, may change what comes of the rule.

    A macro or a lookup of a checkout concerns the rules that call it, by way of other macros or of
    their baselines too; a baseline the rules that it names; any other knowledge every rule, and so
    does what lies below *apps*.
    """
    files = {path.absolute() for path in files}
    if files.intersection(path.absolute() for path in own_files(rule, runner)):
        return True
    if any(path.is_relative_to(app.absolute()) for path in files for app in apps):
        return True
    site = runner.site(rule)
    folders = knowledge_folders(site)
    return any(
        _names(rule, site, path)
        for path in files
        if any(path.is_relative_to(folder) for folder in folders)
    )


def _names(rule: Rule, site: Site, path: Path) -> bool:
    kind = path.parent.name
    if kind == "macros":
        names = {_field(path, "name").partition("(")[0], path.stem}
    elif kind == "lookups":
        names = {path.name, path.stem, _field(path, "name"), *_lookups_of(site, path.name)}
    elif kind == "baselines":
        known = site.checkout.baselines_of(rule) if site.checkout is not None else []
        return any(baseline.path == path for baseline in known) or rule.name in _text(path)
    else:
        return True
    return not names.isdisjoint(_words(rule, site))


def _words(rule: Rule, site: Site) -> set[str]:
    """All words of the rule's search, its baselines', and the macros that they call."""
    baselines = site.checkout.baselines_of(rule) if site.checkout is not None else []
    open_texts = [rule.search, *(baseline.search for baseline in baselines)]
    definitions: dict[str, list[str]] = {}
    for key, macro in site.base.macros.definitions.items():
        definitions.setdefault(key.partition("(")[0], []).append(macro.definition)
    words: set[str] = set()
    seen: set[str] = set()
    while open_texts:
        here = open_texts.pop()
        words.update(_WORD.findall(here))
        for name in set(_CALL.findall(here)) - seen:
            seen.add(name)
            words.add(name)
            open_texts += definitions.get(name, [])
    return words


def _lookups_of(site: Site, filename: str) -> list[str]:
    """The names of the lookups whose table is in a file."""
    lookups = site.base.knowledge.lookups
    return [name for name, each in lookups.items() if getattr(each, "filename", None) == filename]


def _field(path: Path, key: str) -> str:
    try:
        return text(read_mapping(path).get(key)) if path.suffix in (".yml", ".yaml") else ""
    except SplError:
        return ""


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _stamp(path: Path) -> Stamp | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size
