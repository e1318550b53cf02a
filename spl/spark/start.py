"""Starting Spark, or telling what is missing for it."""

from __future__ import annotations

import os
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from spl.engine.limit import MOST_ROWS
from spl.errors import RunError
from spl.spark.engine import SparkEngine

_PACKAGE = Path(__file__).parents[2]
_LOCAL = "local"
_REMOTE = "sc://"
_QUIET = {
    "spark.log.level": "ERROR",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def start(master: str | None = None, most_rows: int = MOST_ROWS) -> SparkEngine:
    """An engine on the Spark that *master* names.

    Args:
        master: as Spark takes it: ``local[4]``, ``spark://…``, ``yarn``, ``k8s://…``, or ``sc://…``
            for Spark Connect; None for all cores of this machine.
        most_rows: as `SparkEngine` takes it.

    Raises:
        RunError: SPL460, PySpark or Java is not installed; SPL464, Spark did not start.
    """
    builder = _builder()
    address = master or f"{_LOCAL}[*]"
    if address.startswith(_REMOTE):
        builder = builder.remote(address)
    else:
        if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
            raise _missing("Java")
        builder = builder.master(address).appName("spl")
        for name, value in _settings(address).items():
            builder = builder.config(name, value)
    try:
        return SparkEngine(builder.getOrCreate(), most_rows=most_rows)
    except Exception as error:
        raise RunError(
            f"Spark did not start on {address}: {str(error).strip().partition(chr(10))[0]}",
            code="SPL464",
            hint="Check the address, and that its machines can be reached.",
        ) from error


def _builder() -> Any:
    for name in ("pyspark", "pandas"):
        try:
            import_module(name)
        except ImportError:
            raise _missing("PySpark" if name == "pyspark" else "pandas") from None
    return import_module("pyspark.sql").SparkSession.builder


def _missing(what: str) -> RunError:
    return RunError(
        f"The engine spark needs {what}, which is not installed.",
        code="SPL460",
        hint="Install it with: pip install 'spl[spark]'; Spark itself needs Java 17.",
    )


def _settings(master: str) -> dict[str, str]:
    """Spark's settings: quiet, and on this machine with this Python and this package."""
    quiet = dict(_QUIET)
    if "SPARK_CONF_DIR" not in os.environ:  # there somebody has said what Spark should log
        file = Path(__file__).with_name("quiet.properties").as_uri()
        quiet["spark.driver.extraJavaOptions"] = f"-Dlog4j2.configurationFile={file}"
    if not master.startswith(_LOCAL):
        return quiet
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    places = [str(_PACKAGE), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**quiet, "spark.executorEnv.PYTHONPATH": os.pathsep.join(places)}
