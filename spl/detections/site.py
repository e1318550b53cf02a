"""What the rules of one checkout share: its layout, a session with its knowledge, its logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from spl.detections.checkout import Checkout, read_checkout
from spl.detections.log_store import LogStore
from spl.events.report import problem_sentence
from spl.session import Session

BASELINE = "baseline "
"""How the origin of an error begins that stopped a baseline of a rule, not the rule itself."""


class NewSession(Protocol):
    """Makes a session that holds no events yet."""

    def __call__(self, *, apps: Sequence[Path]) -> Session:
        """A fresh session with *apps* below those that it has anyway."""


@dataclass(frozen=True, slots=True)
class Site:
    """A checkout as tests see it; or what rules outside of one have.

    Attributes:
        checkout: its layout, None outside of one.
        base: a session with its knowledge and without events.
        logs: the logs that were read for its tests.
        problems: what could not be read of its knowledge, as sentences.
    """

    checkout: Checkout | None
    base: Session
    logs: LogStore
    problems: tuple[str, ...]


def open_site(root: Path | None, new_session: NewSession) -> Site:
    """Read the checkout at *root*, if there is one, and make its session."""
    checkout = None if root is None else read_checkout(root)
    base = new_session(apps=() if root is None else (root,))
    broken = () if checkout is None else map(problem_sentence, checkout.problems)
    # A session tells what is wrong with its apps once: here, and so not with every test.
    told = base.search("| makeresults").warnings
    return Site(checkout, base, LogStore(base), (*broken, *told))
