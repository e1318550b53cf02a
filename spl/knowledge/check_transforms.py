"""What is wrong with transforms, also with those that no stanza of props.conf speaks of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spl.errors import KnowledgeError
from spl.knowledge.conf import Settings
from spl.knowledge.index_transforms import read_index_transform
from spl.knowledge.transforms import read_transform

_EXTRACTIONS = ("REGEX", "DELIMS")
_INDEX_TIME = ("DEST_KEY", "WRITE_META", "INGEST_EVAL", "CLONE_SOURCETYPE")


def check_transforms(transforms: Mapping[str, Settings]) -> Iterator[KnowledgeError]:
    """The transforms that make no sense; lookups are not looked at."""
    for name, settings in transforms.items():
        try:
            if not settings.keys().isdisjoint(_INDEX_TIME):
                first = next(settings[key] for key in _INDEX_TIME if key in settings)
                list(read_index_transform(name, first, transforms))
            elif not settings.keys().isdisjoint(_EXTRACTIONS):
                read_transform(name, transforms)
        except KnowledgeError as error:
            yield error
