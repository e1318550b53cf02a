"""``--engine``: where searches run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any, TypeVar

import click

from spl.engine.limit import MOST_ROWS
from spl.shell.left_out import bring_back
from spl.shell.options import SessionOptions, with_options

F = TypeVar("F", bound=Callable[..., Any])


def engine_option(function: F) -> F:
    """Add --engine, --master and --most-rows, which end up in the options of the session."""

    @wraps(function)
    def call(
        options: SessionOptions, engine: str, master: str | None, most_rows: int, **others: Any
    ) -> Any:
        if engine == "spark":
            from spl.spark.start import start  # here: most searches run without it

            bring_back()
            started = start(master, most_rows)
            click.get_current_context().call_on_close(started.spark.stop)
            options = replace(options, engine=started)
        elif master is not None:
            raise click.UsageError("--master says where Spark is: add --engine spark.")
        return function(options=options, **others)

    return with_options(call, _DECORATORS)  # type: ignore[no-any-return]


_DECORATORS = (
    click.option(
        "--engine",
        type=click.Choice(("local", "spark")),
        default="local",
        show_default=True,
        help="Where searches run: in this process, or on Apache Spark.",
    ),
    click.option(
        "--master",
        envvar="SPL_SPARK_MASTER",
        show_envvar=True,
        help="With --engine spark: its address, such as spark://boss:7077, yarn, sc://host; by "
        "default all cores of this machine.",
    ),
    click.option(
        "--most-rows",
        type=click.IntRange(min=1),
        default=MOST_ROWS,
        show_default=True,
        help="With --engine spark: how many rows may come to this process.",
    ),
)
