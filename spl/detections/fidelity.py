"""Field fidelity: which fields of published data sources the knowledge here produces.

A checkout of published content describes each of its data sources in a file of ``data_sources/``:
an example event, its source and sourcetype, and the names of all fields that Splunk showed for it.
The example is loaded like any other log; the names of its fields are compared with the list.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spl.detections.yaml_file import read_mapping, sequence, text
from spl.errors import DataError
from spl.session import Session

WINDOWS = "windows"
OTHER = "other"

# The names of a result's own columns stand in some lists; they are no fields of the event.
_NO_FIELDS = frozenset({"_raw"})
_TIME = re.compile(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d [AP]M")
_TAG = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)(?:\s[^<>]*?)?(/?)>")


@dataclass(frozen=True, slots=True)
class DataSource:
    """One file of ``data_sources/``.

    Attributes:
        file: name of the file.
        fields: the names that Splunk showed.
        example: the event; empty where the file has none.
        name: what rules call it.
    """

    file: str
    source: str
    sourcetype: str
    fields: frozenset[str]
    example: str
    name: str = ""

    @property
    def family(self) -> str:
        """``windows`` for events in the XML of Windows, ``other`` for the rest."""
        xml = self.sourcetype.lower().startswith("xmlwineventlog")
        return WINDOWS if xml and self.example.lstrip().startswith("<") else OTHER

    @property
    def unusable(self) -> str | None:
        """Why the example cannot be compared, or None if it can."""
        if not self.fields:
            return "no list of fields"
        if not self.example.strip():
            return "no example"
        return "the example is cut off" if _cut(self.example.strip()) else None


@dataclass(frozen=True, slots=True)
class Fidelity:
    """What became of one data source.

    Attributes:
        hits: listed fields that were produced.
        misses: listed fields that were not, sorted.
        extra: fields that were produced and are not listed, sorted.
    """

    source: DataSource
    hits: int
    misses: tuple[str, ...]
    extra: tuple[str, ...]


def find_data_sources(checkout: Path) -> list[DataSource]:
    """The data sources of a checkout, or of its folder ``data_sources`` itself.

    Raises:
        DataError: SPL501 where there is no such folder, SPL502 where no file is in it.
    """
    folder = checkout / "data_sources"
    folder = folder if folder.is_dir() else checkout
    if not folder.is_dir():
        raise DataError(f"There is no folder {checkout}.", code="SPL501")
    found = [_read(path) for path in sorted(folder.glob("*.yml"))]
    if not found:
        raise DataError(
            f"There is no data source in {folder}.",
            code="SPL502",
            hint="A data source is a .yml file with the keys example_log and fields.",
        )
    return found


def compare(
    sources: Iterable[DataSource], session: Callable[[], Session] = Session
) -> Iterator[Fidelity]:
    """Load each usable example into a session of its own and compare the fields' names."""
    for source in sources:
        if source.unusable is None:
            given = session()
            given.load(
                io.BytesIO(source.example.encode("utf-8", "replace")),
                source=source.source or None,
                sourcetype=source.sourcetype or None,
            )
            names = given.field_names()
            missing = source.fields - names
            yield Fidelity(
                source,
                len(source.fields) - len(missing),
                tuple(sorted(missing)),
                tuple(sorted(names - source.fields - _NO_FIELDS)),
            )


def _read(path: Path) -> DataSource:
    content = read_mapping(path)
    return DataSource(
        path.name,
        text(content.get("source")),
        text(content.get("sourcetype")),
        frozenset(filter(None, map(text, sequence(content.get("fields"))))) - _NO_FIELDS,
        text(content.get("example_log")),
        text(content.get("name")),
    )


def _cut(example: str) -> bool:
    """Whether only the beginning of an event is there: open XML or JSON, or nothing but a time."""
    if example.startswith("<"):
        return not _closed(example)
    if example.startswith("{"):
        try:
            json.loads(example)
        except ValueError:
            return True
    return _TIME.fullmatch(example) is not None


def _closed(example: str) -> bool:
    """Whether every element that the text opens is closed again."""
    open_tags: list[str] = []
    for end, name, empty in _TAG.findall(example):
        if end:
            if not open_tags or open_tags.pop() != name:
                return False
        elif not empty:
            open_tags.append(name)
    return not open_tags
