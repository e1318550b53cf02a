"""Events that a search makes: rows put into an index, as collect does."""

from __future__ import annotations

from dataclasses import dataclass

from spl.columns.column import Column
from spl.columns.table import Table
from spl.events.fields import event_partitions
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.strftime import strftime
from spl.values.value import Value, as_number, as_texts


@dataclass(frozen=True, slots=True)
class Place:
    """Where events go and what they are taken for."""

    index: str
    source: str
    sourcetype: str = "stash"
    host: str = "localhost"


def collected(
    rows: Table, place: Place, knowledge: Knowledge, env: Environment, *, own_host: bool = False
) -> list[Partition]:
    """Return *rows* as events of an index; with *own_host* each has the host that it says.

    An event keeps the fields of its row. Its time is the row's _time, or the present; its text,
    where the row has none, is the time and the fields as ``name="value"`` (Splunk, Search
    Reference: collect).
    """
    times = [as_number(value) for value in rows.column("_time").to_list()]
    epochs = [env.now if time is None else float(time) for time in times]
    raws = rows.column("_raw").to_list()
    columns: dict[str, Column] = {
        "_time": Column.of(epochs),
        "_raw": Column.of(
            raw if raw is not None else _text(row, time, env)
            for raw, row, time in zip(raws, rows.rows(), epochs, strict=True)
        ),
    }
    fixed = {
        "host": place.host,
        "source": place.source,
        "sourcetype": place.sourcetype,
        "index": place.index,
    }
    columns |= {name: Column.constant(value, rows.size) for name, value in fixed.items()}
    hosts = rows.find("host") if own_host else None
    if hosts is not None:
        columns["host"] = Column.of(place.host if v is None else v for v in hosts.to_list())
    columns |= {name: rows.column(name) for name in rows.names() if name not in columns}
    return event_partitions(
        Table(columns, rows.size),
        index=place.index,
        source=place.source,
        sourcetype=place.sourcetype,
        knowledge=knowledge,
        env=env,
    )


def _text(row: dict[str, Value], time: float, env: Environment) -> str:
    pairs = (
        '{}="{}"'.format(name, text.replace("\\", "\\\\").replace('"', '\\"'))
        for name, value in row.items()
        if not name.startswith("_")
        for text in as_texts(value)
    )
    return ", ".join([strftime(time, "%m/%d/%Y %H:%M:%S %z", env.zone), *pairs])
