"""What each process of a cluster does: read units, take them through a stage, let blocks meet.

These are the only functions of this package that a cluster is handed. What they are given is
bytes: the message and the frozen knowledge. A process keeps what it has made of them.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar

from spl.columns.table import Table
from spl.engine.spread.blocks import error_block, parts_of
from spl.engine.spread.cluster import Block, Work
from spl.engine.spread.message import Message
from spl.engine.spread.stock import Request, Stock, is_request
from spl.engine.spread.worker import Worker
from spl.errors import SplError
from spl.knowledge import Knowledge
from spl.knowledge.snapshot import thawed_apps, with_own

T = TypeVar("T")
_KEPT = 4


class _Memory(OrderedDict[tuple[str, ...], T]):
    """The last few things that were made."""

    def get_or_make(self, key: tuple[str, ...], make: Callable[[], T]) -> T:
        """What was made under *key*, or what *make* makes."""
        if key not in self:
            self[key] = make()
            while len(self) > _KEPT:
                self.popitem(last=False)
        self.move_to_end(key)
        return self[key]


_apps: _Memory[Knowledge] = _Memory()
_known: _Memory[Knowledge] = _Memory()
_workers: _Memory[Worker | Stock] = _Memory()


def read_units(work: Work, units: Sequence[int]) -> Iterator[Block]:
    """What the first stage makes of *units*, or what is in them; an error is a block too."""
    for unit in units:
        yield from _told(work, lambda worker, unit=unit: worker.read(unit))  # type: ignore[misc]


def read_table(work: Work, unit: int, pieces: Iterable[Table], start: int = 0) -> Iterator[Block]:
    """What the first stage makes of a table of the cluster that is unit number *unit*.

    Its rows come piece by piece, *start* of them before the first.
    """
    for piece in pieces:
        at = start
        yield from _told(work, lambda worker: worker.read_rows(unit, piece, at))  # noqa: B023
        start += piece.size


def meet(work: Work, stage: int, blocks: Iterable[Block]) -> Iterator[Block]:
    """What comes of *blocks* of one bucket, which meet behind *stage*; others pass."""
    blocks = list(blocks)
    others = [block for block in blocks if block.kind != "rows"]
    yield from others
    rows = [block for block in blocks if block.kind == "rows"]
    if rows and not any(block.kind in ("error", "unfit") for block in others):
        bucket = rows[0].bucket
        yield from _told(work, lambda worker: worker.meet(stage, bucket, parts_of(rows)))


def _told(work: Work, run: Callable[[Any], Iterable[Block]]) -> Iterator[Block]:
    try:
        yield from run(_worker(work))
    except SplError as error:
        yield error_block(error)


def _worker(work: Work) -> Worker | Stock:
    apps, own = _digest(work.apps), _digest(work.own)

    def made() -> Worker | Stock:
        base = _apps.get_or_make((apps,), lambda: thawed_apps(work.apps))
        known = _known.get_or_make((apps, own), lambda: with_own(base, work.own))
        if is_request(work.message):
            return Stock(Request.from_bytes(work.message), known, (apps, own))
        return Worker(Message.from_bytes(work.message), known, (apps, own))

    return _workers.get_or_make((apps, own, _digest(work.message)), made)


@lru_cache(maxsize=2 * _KEPT)
def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
