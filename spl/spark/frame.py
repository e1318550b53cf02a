"""Tables of Spark as events: DataFrames, and whatever Spark reads by the name of its format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from spl.errors import RunError
from spl.events.load import Loaded
from spl.events.partition import Partition, Place
from spl.events.report import Report
from spl.knowledge import Knowledge
from spl.values.environment import Environment


@dataclass(frozen=True, slots=True)
class SparkTable:
    """Rows of a DataFrame as events; `Session.load` takes it.

    Attributes:
        name: what the engine knows the DataFrame by.
        index: the index of its events.
        source: their source.
        sourcetype: their sourcetype.
        host: the host of rows that have none.
    """

    name: str
    index: str
    source: str
    sourcetype: str
    host: str

    def loaded(self, knowledge: Knowledge, env: Environment) -> Loaded:
        """The events, none of which is read before a search asks."""
        del env
        said = {"source": self.source, "sourcetype": self.sourcetype}
        said |= {"index": self.index, "host": self.host}
        props = knowledge.props_for(self.source, self.sourcetype, self.host)
        seed = Place("frame", self.name, 0, said)
        part = Partition(self.index, self.source, props.sourcetype, _not_here, seed=seed)
        return Loaded([part], Report(files=1))


def _not_here() -> NoReturn:
    raise RunError(
        "The events of a table of Spark are not read in the process that asks.",
        code="SPL465",
        hint="Use a search that begins with search, tstats or from; see spl explain.",
    )


def renamed(frame: Any, fields: Mapping[str, str]) -> Any:
    """*frame* with its columns called as the fields that they are; RunError SPL466 for no column.

    Args:
        frame: a DataFrame.
        fields: the column of a field, by the name of the field; other columns keep their names.
    """
    known = set(frame.columns)
    missing = [column for column in fields.values() if column not in known]
    if missing:
        raise RunError(
            f"The table has no column '{missing[0]}'.",
            code="SPL466",
            hint=f"Its columns are: {', '.join(frame.columns)}.",
        )
    by_column = {column: name for name, column in fields.items()}
    taken = set(by_column.values()) - set(by_column)
    kept = [name for name in frame.columns if name in by_column or name not in taken]
    return frame.select(kept).toDF(*[by_column.get(name, name) for name in kept])
