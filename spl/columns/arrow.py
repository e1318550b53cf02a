"""pyarrow, imported when somebody first asks for it: a small search ends before that."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc

__all__ = ["pa", "pc"]

_MODULES = {"pa": "pyarrow", "pc": "pyarrow.compute"}


def __getattr__(name: str) -> object:
    """Import one of the two modules; from then on it is an ordinary attribute."""
    if name not in _MODULES:
        raise AttributeError(name)
    module = globals()[name] = import_module(_MODULES[name])
    return module
