"""A log given as text or bytes, loaded."""

import io
from collections.abc import Callable

import pytest

from spl.events.load import Loaded, load
from spl.knowledge import Knowledge
from spl.values.environment import Environment

NOW = 1_700_000_000.0


@pytest.fixture(scope="session")
def read() -> Callable[..., Loaded]:
    def read_log(log: str | bytes, **settings) -> Loaded:
        data = log.encode() if isinstance(log, str) else log
        env = Environment(now=NOW)
        return load(io.BytesIO(data), knowledge=Knowledge(), env=env, **settings)

    return read_log


@pytest.fixture(scope="session")
def rows(read) -> Callable[..., list[dict]]:
    def rows_of(log: str | bytes, **settings) -> list[dict]:
        return [row for part in read(log, **settings).partitions for row in part.table.rows()]

    return rows_of
