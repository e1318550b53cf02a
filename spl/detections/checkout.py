"""A checkout of published content: what its layout holds beside the rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from spl.detections.rule import CORRELATIONS, Rule
from spl.detections.yaml_file import read_mapping, text, texts
from spl.errors import SplError

# What stands beside the rules; a folder with one of these is read as an app as well.
_KNOWLEDGE = ("macros", "lookups", "data_sources")
# Types of rules whose rows carry no risk, where no deployment says otherwise.
_WITHOUT_RISK = frozenset({"Hunting", *CORRELATIONS})


@dataclass(frozen=True, slots=True)
class Baseline:
    """A search that fills the lookups of the rules it names; it runs before them."""

    path: Path
    name: str
    search: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checkout:
    """What a checkout says about its rules.

    Attributes:
        root: its folder, which also is an app with macros and lookups.
        baselines: in the order in which they run, that of their file names.
        sources: source and sourcetype of each data source, by its name.
        risk: whether rules of a type make risk events, as its deployments say.
        problems: files that could not be read.
    """

    root: Path
    baselines: tuple[Baseline, ...] = ()
    sources: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    risk: Mapping[str, bool] = field(default_factory=dict)
    problems: tuple[SplError, ...] = ()

    def baselines_of(self, rule: Rule) -> list[Baseline]:
        """The baselines that name *rule*."""
        return [baseline for baseline in self.baselines if rule.name in baseline.rules]

    def source_of(self, rule: Rule) -> tuple[str, str] | None:
        """The source and sourcetype of the rule's data source, where it has just one."""
        known = [self.sources[name] for name in rule.data_sources if name in self.sources]
        return known[0] if len(set(known)) == 1 else None


def makes_risk(rule: Rule, checkout: Checkout | None) -> bool:
    """Whether the rows of *rule* go to the risk index.

    The deployment of its type says so (``alert_action.rba.enabled``); without one, rules of the
    type Hunting and those that correlate make no risk events, all others do (security_content).
    """
    said = checkout.risk if checkout is not None else {}
    return said.get(rule.kind, rule.kind not in _WITHOUT_RISK)


def find_root(path: Path) -> Path | None:
    """The root of the checkout that *path* is, or lies in; None where there is none.

    It is the nearest folder upwards with ``detections`` and a folder of knowledge beside it; or,
    without ``detections``, the very folder of *path*. The root of a git repository ends the search.
    """
    path = path.resolve()
    start = path if path.is_dir() else path.parent
    for folder in (start, *start.parents):
        known = any((folder / name).is_dir() for name in _KNOWLEDGE)
        if known and ((folder / "detections").is_dir() or folder == start):
            return folder
        if (folder / ".git").exists():
            return None
    return None


def read_checkout(root: Path) -> Checkout:
    """Read what stands beside the rules of a checkout; a broken file is told in its problems."""
    problems: list[SplError] = []
    return Checkout(
        root,
        tuple(_baselines(root, problems)),
        dict(_sources(root, problems)),
        dict(_deployments(root, problems)),
        tuple(problems),
    )


def _baselines(root: Path, problems: list[SplError]) -> Iterator[Baseline]:
    for path, content in _documents(root / "baselines", problems):
        tags = content.get("tags")
        tags = {**content, **tags} if isinstance(tags, dict) else content
        search, rules = text(content.get("search")), texts(tags.get("detections"))
        if search and rules:
            yield Baseline(path, text(content.get("name")) or path.stem, search, rules)


def _sources(root: Path, problems: list[SplError]) -> Iterator[tuple[str, tuple[str, str]]]:
    for path, content in _documents(root / "data_sources", problems):
        source, sourcetype = text(content.get("source")), text(content.get("sourcetype"))
        if sourcetype:
            yield text(content.get("name")) or path.stem, (source, sourcetype)


def _deployments(root: Path, problems: list[SplError]) -> Iterator[tuple[str, bool]]:
    """Layouts 4.x and 5.x name the type under tags, 6.x at the top."""
    for _, content in _documents(root / "deployments", problems):
        tags = content.get("tags")
        tags = {**content, **tags} if isinstance(tags, dict) else content
        action = content.get("alert_action")
        rba = action.get("rba") if isinstance(action, dict) else None
        enabled = text(rba.get("enabled")).lower() in ("true", "1") if isinstance(rba, dict) else 0
        for kind in texts(tags.get("type")):
            yield kind, bool(enabled)


def _documents(folder: Path, problems: list[SplError]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted(folder.rglob("*.yml")):
        try:
            yield path, read_mapping(path)
        except SplError as error:
            problems.append(error)
