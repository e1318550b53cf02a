"""What comes to light when objects that are read late are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from spl.errors import KnowledgeError, SplError
from spl.knowledge.datamodels import DataModel


def faults(read: Callable[[str], object], names: Iterable[str]) -> Iterator[KnowledgeError]:
    """What is wrong with the objects of these *names*, which *read* gives."""
    for name in names:
        try:
            found = read(name)
        except KnowledgeError as error:
            yield error
        except SplError as error:
            yield KnowledgeError(error.message, code=error.code, origin=error.origin)
        else:
            yield from found.problems if isinstance(found, DataModel) else ()
