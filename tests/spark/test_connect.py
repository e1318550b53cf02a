"""Spark Connect: the same engine over a session that has no context of its own."""

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = """
import json
from pyspark.sql import SparkSession
import spl
from spl.spark import SparkEngine

engine = SparkEngine(SparkSession.builder.remote("local[2]").getOrCreate())
frame = engine.spark.createDataFrame([(1.0 * i, f"user=u{i % 2} n={i}") for i in range(6)], "t double, m string")
session = spl.Session(now=2e9, engine=engine)
session.load(engine.table(frame, {"_time": "t", "_raw": "m"}, index="t", sourcetype="text"))
session.collect([{"_time": 9.0, "user": "u1", "n": "7"}], index="t")
print(json.dumps(list(session.search("index=t | stats sum(n) by user"))))
engine.spark.stop()
"""  # noqa: E501


@pytest.mark.spark
def test_a_search_over_spark_connect():
    if importlib.util.find_spec("grpc_status") is None:
        pytest.skip("Spark Connect needs more: pip install 'pyspark[connect]'")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == [{"user": "u0", "sum(n)": "6"}, {"user": "u1", "sum(n)": "16"}]
