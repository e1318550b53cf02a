"""A bar on the terminal while logs are read, if that takes longer than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_MOMENT = 1.0  # seconds before a bar shows
_STEP = 0.1  # seconds between two looks of it
_WIDTH = 30


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """Yield what is called with bytes done and bytes in all; None where no terminal looks on.

    The bar is on standard error, and gone when all is done.
    """
    if not sys.stderr.isatty():
        yield None
        return
    bar = _Bar(what)
    try:
        yield bar.show
    finally:
        bar.clear()


class _Bar:
    def __init__(self, what: str) -> None:
        self._what = what
        self._next = time.monotonic() + _MOMENT
        self._shown = False

    def show(self, done: int, total: int) -> None:
        """Draw the bar anew if it is time to."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + _STEP
        self._shown = True
        share = min(1.0, done / total) if total else 0.0
        filled = "#" * int(share * _WIDTH)
        size = f"{done / 1e6:,.0f} of {total / 1e6:,.0f} MB" if total else f"{done / 1e6:,.0f} MB"
        print(
            f"\r{self._what} [{filled:<{_WIDTH}}] {size}\x1b[K",
            end="",
            file=sys.stderr,
            flush=True,
        )

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
