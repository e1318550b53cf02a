"""The engine that runs searches on a SparkSession."""

from __future__ import annotations

from typing import Any

from spl.engine.spread import Spread
from spl.engine.spread.spread import MOST_ROWS
from spl.spark.cluster import SparkCluster


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
        super().__init__(SparkCluster(spark, buckets), most_rows=most_rows)
