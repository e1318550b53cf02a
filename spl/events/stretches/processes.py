"""The processes that read stretches, as their parent sees them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from queue import Empty, SimpleQueue
from threading import Lock
from typing import Protocol

from spl.events.stretches.stretch import Stretch, Taken

_CODE = "import sys; sys.path[:] = {path!r}; from spl.events.stretches.child import main; main()"


class Readers(Protocol):
    """What reads stretches side by side."""

    @property
    def count(self) -> int:
        """How many at once."""

    def read(self, stretch: Stretch, told: Callable[[int], None]) -> Future[Taken | None]:
        """Begin to read a stretch; *told* is called with the bytes of each block.

        None comes of one that could not be read.
        """

    def close(self) -> None:
        """End what is still being read."""


class Processes:
    """Readers in processes of their own: new ones, that share nothing with this one.

    Each starts with the first stretch that no other is free for. One that dies is not missed: what
    it was given comes to nothing.
    """

    def __init__(self, count: int) -> None:
        """Start up to *count* processes."""
        self.count = count
        self._threads = ThreadPoolExecutor(count)
        self._idle: SimpleQueue[_Process] = SimpleQueue()
        self._all: list[_Process] = []
        self._closing = False
        self._lock = Lock()

    def read(self, stretch: Stretch, told: Callable[[int], None]) -> Future[Taken | None]:
        """Begin to read a stretch."""
        return self._threads.submit(self._read, stretch, told)

    def close(self) -> None:
        """End all processes."""
        with self._lock:
            self._closing = True
            for process in self._all:
                process.end()
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            process.close()

    def _read(self, stretch: Stretch, told: Callable[[int], None]) -> Taken | None:
        process = self._free()
        if process is None:
            return None
        try:
            return process.read(stretch, told)
        finally:
            self._idle.put(process)

    def _free(self) -> _Process | None:
        """A process that has nothing to do: there are as many threads as there may be processes."""
        try:
            return self._idle.get_nowait()
        except Empty:
            pass
        with self._lock:
            if self._closing:
                return None
            try:
                self._all.append(_Process())
            except OSError:
                return None
            return self._all[-1]


class _Process:
    """A process that reads one stretch after the other."""

    def __init__(self) -> None:
        code = _CODE.format(path=sys.path)
        self._process = subprocess.Popen(  # noqa: S603 - our own code
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the parent, which ends this one
        )

    def read(self, stretch: Stretch, told: Callable[[int], None]) -> Taken | None:
        """Have a stretch read; None where it could not be read, or the process has died."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(stretch, self._process.stdin)
            self._process.stdin.flush()
            while isinstance(heard := pickle.load(self._process.stdout), int):  # noqa: S301 - ours
                told(heard)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            return None
        found: Taken | None = heard
        return found

    def end(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Close the pipes, which nobody uses any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was still to be sent is lost
                if pipe is not None:
                    pipe.close()
