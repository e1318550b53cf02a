"""Searches on Apache Spark: the same text, the same answer, on the cluster that is there.

Nothing of Spark is imported before somebody asks for it.
"""

from spl.spark.engine import SparkEngine

__all__ = ["SparkEngine"]
