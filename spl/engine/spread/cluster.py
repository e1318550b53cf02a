"""The interface of a cluster: what it is asked to do, and what it moves about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Block:
    """Rows on their way, or something else that a process has to say.

    Attributes:
        kind: ``rows``; ``error``, ``warning``; ``over``, more rows than may go to one place;
            ``unfit``, the rows do not go apart by the keys of the stage.
        unit: the number of what they were made of, in whose order blocks are put together.
        bucket: where they go to.
        rows: how many they are.
        data: what is said.
    """

    kind: str
    unit: int
    bucket: int
    rows: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Work:
    """What a cluster is asked to do.

    Attributes:
        message: the search, as `Message.to_bytes` writes it.
        apps: the apps of the session, frozen.
        own: what the session has set above them, frozen.
        sizes: about how many bytes or rows each unit is.
        meetings: how often blocks meet by their buckets.
        tables: the units that are tables of the cluster, by their numbers, with their names.
    """

    message: bytes
    apps: bytes
    own: bytes
    sizes: tuple[int, ...]
    meetings: int
    tables: tuple[tuple[int, str], ...] = ()


class Cluster(Protocol):
    """Many processes that have this package."""

    @property
    def buckets(self) -> int:
        """In how many places side by side rows meet."""

    def run(self, work: Work) -> Iterable[Block]:
        """Do the work and hand back the blocks of its last stage.

        Each unit goes through `process.read_units`; what comes of it meets, bucket by bucket, in
        `process.meet`, as often as the work says.

        Raises:
            SplError: the cluster cannot do it.
        """
