"""The book of checks: each is a function in a file of its own, found by listing this folder."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

from spl.detections.lint._finding import Flaw, Severity
from spl.detections.lint._subject import Subject

Body: TypeAlias = Callable[[Subject], Iterator[Flaw]]

_EXAMPLE = re.compile(r"^(Bad|Good):\n((?:[ \t]+.*\n?|\n)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        code: its code; one is never used for a second check.
        title: what it finds, in a few words.
        severity: how bad a finding is.
        explanation: why it is a flaw.
        bad: text with the flaw: a search, or keys of a rule file.
        good: the same without it.
        body: gives the flaws of one rule.
    """

    code: str
    title: str
    severity: Severity
    explanation: str
    bad: str
    good: str
    body: Body


_checks: dict[str, Check] = {}


def check(code: str, title: str, severity: Severity) -> Callable[[Body], Body]:
    """Enter a function as a check.

    Its docstring is the explanation, with a ``Bad:`` and a ``Good:`` example, each an indented
    block: a search, or keys of a rule file that stand in place of those of a rule without flaws.
    """

    def enter(body: Body) -> Body:
        if code in _checks:
            raise ValueError(f"check {code} is defined twice")
        doc = inspect.getdoc(body) or ""
        examples = {kind: textwrap.dedent(text).strip() for kind, text in _EXAMPLE.findall(doc)}
        explanation = _EXAMPLE.sub("", doc).strip()
        if set(examples) != {"Bad", "Good"} or not explanation:
            raise ValueError(f"check {code} has no explanation, no bad or no good example")
        _checks[code] = Check(
            code, title, severity, explanation, examples["Bad"], examples["Good"], body
        )
        return body

    return enter


@cache
def checks() -> tuple[Check, ...]:
    """Every check, by code."""
    for module in pkgutil.iter_modules([str(Path(__file__).parent)]):
        if not module.name.startswith("_"):
            importlib.import_module(f"{__package__}.{module.name}")
    return tuple(sorted(_checks.values(), key=lambda each: each.code))


def find_check(code: str) -> Check | None:
    """The check of a code, in any case."""
    return next((each for each in checks() if each.code == code.upper()), None)
