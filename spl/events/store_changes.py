"""Changes to a store on their way: parts that are written, and the manifest that will name them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType

import numpy as np

from spl.events.cores import cores
from spl.events.draft import Draft
from spl.events.intake import Intake
from spl.events.store_manifest import (
    PARTS,
    LogInfo,
    Manifest,
    PartInfo,
    sync_folder,
    write_manifest,
)
from spl.events.store_part import rows_of_part, write_part, write_table
from spl.events.stretches.big_files import BigFiles


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is held before it is written.

    Attributes:
        part: bytes of texts that are written as parts, one for each source.
        commit: parts after which the store shows what was read so far.
        stretch: bytes of a file that are read at once by one of several processes.
        processes: how many such processes there are at the most. Each holds less than 0.5 GB, this
            one less than 1.25 GB, however long the log.
    """

    part: int = 128 << 20
    commit: int = 64
    stretch: int = 64 << 20
    processes: int = field(default_factory=lambda: min(cores(), 4))


class Changes:
    """Writes what arrives in an intake; used as a context, whose end makes it part of the store.

    An error leaves the store as it was at the last commit.

    Attributes:
        big: reads big files.
    """

    def __init__(self, store: Path, before: Manifest, intake: Intake, limits: Limits) -> None:
        """Start from the state *before*."""
        self._store = store
        self._manifest = before
        self._intake = intake
        self._limits = limits
        self._writer = ThreadPoolExecutor(1)
        self._parts: list[Future[PartInfo]] = []
        self._logs: dict[str, LogInfo] = {}
        self._starts: list[int] = []
        self._names: list[str] = []
        self._following = before.following
        intake.spill, intake.most = self._spill, limits.part
        self.big = BigFiles(
            intake=intake,
            folder=store / PARTS,
            adopt=self._adopt,
            size=limits.stretch,
            count=limits.processes,
        )

    def __enter__(self) -> Changes:
        self._sweep()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self._commit()
        finally:
            self.big.close()
            self._writer.shutdown(cancel_futures=True)
            self._sweep()

    @contextmanager
    def log(self, path: str, info: LogInfo) -> Iterator[None]:
        """Take what arrives now for the events of the log at *path*."""
        before = self._intake.report.events
        self._starts.append(self._intake.stamp)
        self._names.append(path)
        yield
        events = self._intake.report.events - before
        if events or path in self._manifest.logs:
            self._logs[path] = replace(info, events=events)
        if len(self._parts) >= self._limits.commit:
            self._commit()

    def _spill(self, drafts: list[Draft]) -> None:
        """Write drafts as parts; no more than one pile of them waits."""
        for future in self._parts:
            future.result()
        for draft in drafts:
            self._parts.append(self._writer.submit(self._write, self._new_name(), draft))

    def _adopt(self, parts: Sequence[PartInfo]) -> None:
        """Take over parts of the log that is being read, as the next ones to arrive."""
        self._spill(self._intake.take_drafts())
        for part in parts:
            name = self._new_name()
            (self._store / PARTS / part.name).rename(self._store / PARTS / name)
            adopted: Future[PartInfo] = Future()
            adopted.set_result(replace(part, name=name, logs=[(self._names[-1], part.rows)]))
            self._parts.append(adopted)

    def _new_name(self) -> str:
        name = f"{self._following:06}.parquet"
        self._following += 1
        return name

    def _write(self, name: str, draft: Draft) -> PartInfo:
        events = draft.finished()
        return write_part(self._store / PARTS, name, events, self._logs_of(events.stamps))

    def _logs_of(self, stamps: np.ndarray[tuple[int], np.dtype[np.int64]]) -> list[tuple[str, int]]:
        """Which logs the events came from, and how many from each, in order."""
        starts = self._starts.copy()
        owners = np.searchsorted(starts, stamps, side="right") - 1
        numbers, counts = np.unique(owners, return_counts=True)
        pairs = zip(numbers.tolist(), counts.tolist(), strict=True)
        return [(self._names[number], count) for number, count in pairs]

    def _commit(self) -> None:
        """Make what was read so far part of the store."""
        self._spill(self._intake.take_drafts())
        new = [future.result() for future in self._parts]
        kept = [part for each in self._manifest.parts if (part := self._without_changed(each))]
        logs = {**self._manifest.logs, **self._logs}
        self._manifest = Manifest([*kept, *new], logs, self._following)
        sync_folder(self._store / PARTS)
        write_manifest(self._store, self._manifest)
        self._parts, self._logs = [], {}

    def _without_changed(self, part: PartInfo) -> PartInfo | None:
        """The part without the events of logs that were read anew; None where none is left."""
        logs = [log for log in part.logs if log[0] not in self._logs]
        if len(logs) == len(part.logs):
            return part
        if not logs:
            return None
        keep = np.repeat(
            [log not in self._logs for log, _ in part.logs], [rows for _, rows in part.logs]
        )
        table = rows_of_part(self._store / PARTS / part.name, keep)
        name = self._new_name()
        write_table(self._store / PARTS / name, table)
        times = table.column("_time").to_numpy()
        span = float(times.min()), float(times.max())
        size = table.column("_raw").nbytes
        return replace(
            part, name=name, rows=table.num_rows, earliest=span[0], latest=span[1], size=size,
            logs=logs,
        )  # fmt: skip

    def _sweep(self) -> None:
        """Remove the parts that do not belong to the store."""
        known = {part.name for part in self._manifest.parts}
        for path in (self._store / PARTS).iterdir():
            if path.name not in known:
                with suppress(OSError):  # another system may still have it open
                    path.unlink()
