"""The compatibility ledger: how far each rule of a checkout gets, and where it stops.

One line for each rule, in the order of their paths, with nothing in it that changes from one run
to the next: two ledgers can be compared with ``diff``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spl.detections.attack_data import Missing
from spl.detections.outcome import Outcome
from spl.detections.site import BASELINE
from spl.errors import BindError, KnowledgeError, MacroError, SplError, SplSyntaxError

COLUMNS = ("rule", "parsed", "bound", "executed", "data", "fired", "reason")

_STAGES = ("parsed", "bound", "executed")


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One rule.

    Attributes:
        rule: its path.
        stages: yes or no for each of parsed, bound, executed, data and fired; ``-`` behind the
            place where it stops. Parsed is a file that is a rule whose search is SPL; bound, that
            everything it names is there; executed, that it came to an end over no events and over
            each of its data sets; data, that all logs of one of its tests are here; fired, that it
            gave a row.
        reason: why it stops, or why its test failed all the same; empty, and shown as ``-``, where
            neither is so.
    """

    rule: str
    stages: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        return "\t".join((self.rule, *self.stages, self.reason or "-"))


def ledger(
    outcomes: Sequence[Outcome], trials: Mapping[Path, Outcome], roots: Iterable[Path]
) -> str:
    """The ledger as tab-separated text with a heading.

    Args:
        outcomes: what came of the tests of the rules.
        trials: what came of each rule over no events, by its path.
        roots: folders that paths count from.
    """
    by_rule: dict[Path, list[Outcome]] = {}
    for outcome in outcomes:
        by_rule.setdefault(outcome.rule.path, []).append(outcome)
    folders = [Path(root).resolve() for root in roots]
    lines = [_line(path, found, trials.get(path), folders) for path, found in by_rule.items()]
    lines.sort(key=lambda line: line.rule)
    return "\n".join(["\t".join(COLUMNS), *map(str, lines)]) + "\n"


def _line(
    path: Path, outcomes: Sequence[Outcome], trial: Outcome | None, roots: Sequence[Path]
) -> LedgerLine:
    ran = [*outcomes, trial] if trial is not None else list(outcomes)
    if trial is None and all(outcome.status == "skipped" for outcome in outcomes):
        # The run was stopped before its turn came.
        return LedgerLine(_relative(path, roots), ("-",) * 5, "not run")
    errors = [outcome.error for outcome in ran if outcome.error is not None]
    if errors:
        error = min(errors, key=_stage_of)
        stage = _stage_of(error)
        stages = ("yes",) * stage + ("no",) + ("-",) * (4 - stage)
        reason = f"{error.code}: {error.message}"
        if error.origin is not None and error.origin.startswith(BASELINE):
            reason = f"{error.origin}: {reason}"
    else:
        stages, reason = _with_data(outcomes)
    for root in roots:
        reason = reason.replace(f"{root}/", "")
    return LedgerLine(_relative(path, roots), stages, " ".join(reason.split()))


def _stage_of(error: SplError) -> int:
    """Which of the stages an error stops, by its kind."""
    of_the_file = error.code.startswith("SPL61")
    if of_the_file or isinstance(error, SplSyntaxError | MacroError):
        return 0
    return 1 if isinstance(error, BindError | KnowledgeError) else 2


def _with_data(outcomes: Sequence[Outcome]) -> tuple[tuple[str, ...], str]:
    """The stages of a rule that runs, and the reason where it stops."""
    ran = [outcome for outcome in outcomes if outcome.results is not None]
    done = ("yes",) * len(_STAGES)
    if not ran:
        return (*done, "no", "-"), _why_no_data(outcomes)
    failed = [reason for outcome in ran for reason in outcome.reasons]
    fired = any(len(outcome.results or ()) for outcome in ran)
    silent = "" if fired else "silent, as its test asks"
    return (*done, "yes", "yes" if fired else "no"), failed[0] if failed else silent


def _why_no_data(outcomes: Sequence[Outcome]) -> str:
    missing = [log for outcome in outcomes for log in outcome.logs if isinstance(log, Missing)]
    if missing:
        log = min(missing, key=lambda each: (not each.pointer, each.data))
        what = "only a Git-LFS pointer is here" if log.pointer else "not here"
        return f"{what}: {_short(log.data)}"
    return next((reason for outcome in outcomes for reason in outcome.reasons), "")


def _short(address: str) -> str:
    """An address from its ``datasets/`` on."""
    _, sign, rest = address.partition("/datasets/")
    return f"datasets/{rest}" if sign else address


def _relative(path: Path, roots: Sequence[Path]) -> str:
    path = path.resolve()
    root = next((root for root in roots if path.is_relative_to(root)), None)
    return path.as_posix() if root is None else path.relative_to(root).as_posix()
