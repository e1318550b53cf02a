"""A Spark cluster of two workers on this machine, once for all tests, or the reason why not.

``python -m tests`` runs this folder by itself, in one process. Tests marked `spark` take long and
run only where the marker is asked for: ``pytest tests/spark -m spark``.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator

import pytest

MASTER = "local-cluster[2,1,1024]"


def missing() -> str | None:
    """What there is not, for Spark."""
    names = [name for name in ("pyspark", "pandas") if importlib.util.find_spec(name) is None]
    if names:
        return f"{names[0]} is not installed: pip install 'spl[spark]'"
    return None if shutil.which("java") else "there is no Java"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    reason = missing()
    for item in items:
        if "tests/spark" not in item.path.as_posix():
            continue
        if reason is not None:
            item.add_marker(pytest.mark.skip(reason=reason))
        elif item.get_closest_marker("spark") and "spark" not in config.option.markexpr:
            item.add_marker(pytest.mark.skip(reason="long: ask for it with -m spark"))


@pytest.fixture(scope="session")
def engine() -> Iterator[object]:
    from spl.spark.start import start

    made = start(MASTER)
    yield made
    made.spark.stop()
