"""The process that reads stretches: what its parent sends is read, and what came of it told.

Both speak in pickles over pipes. The parent's end of the pipe is closed when it ends, however that
happens, and this process ends with it, in the middle of a stretch too.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO

from spl.columns import arrow
from spl.events.mould_book import MouldBook
from spl.events.stretches.stretch import Stretch, Taken, read_stretch


def main() -> None:
    """Read what comes over standard input until it is closed."""
    # Ctrl-C reaches every process of a terminal; the parent decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints does not disturb the talk
    arrow.pa.set_cpu_count(1)
    stretches: SimpleQueue[Stretch] = SimpleQueue()
    Thread(target=_listen, args=(stretches,), daemon=True).start()
    log, book = "", MouldBook()
    while True:
        stretch = stretches.get()
        if stretch.path != log:
            log, book = stretch.path, MouldBook()
        _tell(told, _taken(stretch, book, told))


def _listen(stretches: SimpleQueue[Stretch]) -> None:
    while True:
        try:
            stretches.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - it comes from the parent
        except (EOFError, OSError):
            os._exit(0)


def _taken(stretch: Stretch, book: MouldBook, told: BinaryIO) -> Taken | None:
    """What came of a stretch; None where something is wrong, which the parent will see itself."""
    try:
        return read_stretch(stretch, book, lambda done: _tell(told, done))
    except Exception:  # noqa: BLE001 - who reads the stretch again says what is wrong
        return None


def _tell(told: BinaryIO, what: Taken | int | None) -> None:
    pickle.dump(what, told)
    told.flush()
