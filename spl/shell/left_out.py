"""pandas left out: where it is installed pyarrow imports it, longer than most searches take.

Nothing on the command line needs it but Spark. Who uses the package from Python keeps it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType


class _LeftOut:
    """A finder that finds no pandas, and leaves all else to the others."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError("pandas is left out", name=name)


@contextmanager
def without_pandas() -> Iterator[None]:
    """For so long pandas looks as if it were not installed, unless it has been imported before."""
    sys.meta_path.insert(0, _LeftOut)
    try:
        yield
    finally:
        bring_back()


def bring_back() -> None:
    """Let pandas be found again, which must be done before pyarrow has looked for it."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if finder is not _LeftOut]
