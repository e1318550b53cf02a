"""The engine that runs searches on a SparkSession."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spl.engine.limit import MOST_ROWS
from spl.engine.spread import Spread
from spl.errors import SplError
from spl.spark.cluster import SparkCluster, failure
from spl.spark.frame import SparkTable, renamed


class SparkEngine(Spread):
    """Runs searches on Spark: ``Session(engine=SparkEngine(spark))``.

    Events are read where they lie, in parts of stores that workers open by path; rows of different
    groups meet in different places; what needs all rows is done in the process that asks, up to a
    limit of rows.
    """

    def __init__(
        self, spark: Any, *, most_rows: int = MOST_ROWS, buckets: int | None = None
    ) -> None:
        """Run on *spark*.

        Args:
            spark: a SparkSession.
            most_rows: how many rows may come to the asking process; a search that needs more is
                refused, and told which command needs them.
            buckets: in how many places side by side rows meet; None for as many as Spark has cores.
        """
        self.spark = spark
        cluster = SparkCluster(spark, buckets)
        self._frames = cluster.frames
        super().__init__(cluster, most_rows=most_rows)

    def table(  # noqa: PLR0913 - what there is to say about events, by name
        self,
        rows: Any,
        fields: Mapping[str, str] | None = None,
        *,
        format: str | None = None,  # noqa: A002 - as Spark calls it
        index: str = "main",
        source: str | None = None,
        sourcetype: str = "spark",
        host: str = "localhost",
    ) -> SparkTable:
        """A table of Spark as events, for `Session.load`.

        Args:
            rows: a DataFrame, the name of a table, or with *format* the path of one.
            fields: the column that is a field, by the name of the field, such as
                ``{"_time": "ts", "_raw": "message"}``; other columns are fields of their own names.
                Without _time an event is as old as the search; without _raw its text is made of
                its fields.
            format: what Spark reads at the path: ``parquet``, ``delta``, ``iceberg``, ``json``, …
            index: the index of the events.
            source: their source; None for the name of the table.
            sourcetype: their sourcetype, which says what knowledge gives them fields.
            host: the host of events that say none.

        Raises:
            RunError: SPL464, Spark cannot read it; SPL466, it has no such column.
        """
        name = f"table {len(self._frames) + 1}"
        try:
            if isinstance(rows, str) and format is not None:
                frame = self.spark.read.format(format).load(rows)
            else:
                frame = self.spark.table(rows) if isinstance(rows, str) else rows
            known = renamed(frame, fields or {})
        except SplError:
            raise
        except Exception as error:
            raise failure(error) from error
        self._frames[name] = known
        said = source or (rows if isinstance(rows, str) else name)
        return SparkTable(name, index, said, sourcetype, host)
