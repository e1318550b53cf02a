"""A cluster without machines: everything is written and read as if it travelled."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from spl.engine.spread import Block, Work
from spl.engine.spread.process import meet, read_units


@dataclass
class Rehearsed:
    """Runs one unit after the other, the last one first, for their order must not matter."""

    buckets: int = 3

    def run(self, work: Work) -> Iterator[Block]:
        blocks = list(read_units(work, range(len(work.sizes))))[::-1]
        for stage in range(work.meetings):
            blocks.sort(key=lambda block: block.bucket)
            parted = groupby(blocks, key=lambda block: block.bucket)
            blocks = [made for _, group in parted for made in meet(work, stage, list(group))]
        return iter(blocks)
