"""Results as a picture, drawn by matplotlib: a chart where they are one, else a table."""

from __future__ import annotations

import io
import math
import warnings
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any

from spl.errors import RunError
from spl.shell.render.cell import Cell, cell_text
from spl.shell.render.chart import Chart, chart_of
from spl.shell.render.fit import broken, shortened
from spl.shell.render.page import Page

_MOST_ROWS = 60  # more would be too small to read
_TEXT = 40
_INCHES = (11, 5.5)


def picture(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], page: Page) -> bytes:
    """A PNG file.

    Raises:
        RunError: SPL403, matplotlib is not installed; SPL404, a table with more rows than a picture
            can show.
    """
    try:
        chart = chart_of(columns, rows, page.zone)
    except RunError:
        return _table(columns, rows, page)
    return drawing(chart, "png", page.title, page.zone)


def drawing(chart: Chart, form: str, title: str = "", zone: tzinfo = UTC) -> bytes:
    """A chart as ``png`` or ``svg``."""
    figure = _figure()
    axes = figure.add_subplot()
    if chart.times is None:
        _draw_bars(axes, chart)
        rows = len(chart.labels) * max(1.0, len(chart.series) * 0.6)
        figure.set_figheight(min(max(2.5, 0.3 * rows + 1), 60))
    else:
        _draw_lines(axes, chart, zone)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(alpha=0.25, axis="x" if chart.times is None else "y")
    if len(chart.series) > 1:
        axes.legend(frameon=False, fontsize="small")
    else:
        axes.set_title(_plain(next(iter(chart.series))), fontsize="small", loc="right")
    _entitle(figure, title)
    return _written(figure, form)


def _draw_lines(axes: Any, chart: Chart, zone: tzinfo) -> None:
    from matplotlib import dates

    times = [datetime.fromtimestamp(time, zone) for time in chart.times or ()]
    for name, numbers in chart.series.items():
        gaps = [math.nan if n is None else n for n in numbers]
        axes.plot(times, gaps, label=_plain(name), marker="." if len(times) < 40 else None)
    locator = dates.AutoDateLocator(tz=zone)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    formatter = dates.ConciseDateFormatter(locator, tz=zone)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(formatter)
    axes.set_ylim(bottom=min(0, axes.get_ylim()[0]))


def _draw_bars(axes: Any, chart: Chart) -> None:
    thick = 0.8 / len(chart.series)
    for number, (name, numbers) in enumerate(chart.series.items()):
        places = [place + number * thick for place in range(len(chart.labels))]
        axes.barh(places, [n or 0 for n in numbers], thick * 0.92, label=_plain(name))
    middle = thick * (len(chart.series) - 1) / 2
    axes.set_yticks([place + middle for place in range(len(chart.labels))])
    axes.set_yticklabels([_plain(shortened(label, _TEXT)) for label in chart.labels])
    axes.invert_yaxis()


def _table(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], page: Page) -> bytes:
    if len(rows) > _MOST_ROWS or not columns:
        raise RunError(
            f"A picture of a table shows at most {_MOST_ROWS} rows; these are {len(rows)}.",
            code="SPL404",
            hint="Cut them with head, or write --output html.",
        )
    figure = _figure()
    axes = figure.add_subplot()
    axes.axis("off")
    cells = [
        ["\n".join(broken(_plain(cell_text(n, row.get(n), page.zone)), _TEXT)) for n in columns]
        for row in rows
    ] or [["" for _ in columns]]
    drawn = axes.table(
        cells, colLabels=list(map(_plain, columns)), cellLoc="left", loc="upper left"
    )
    drawn.auto_set_font_size(False)
    drawn.set_fontsize(8)
    drawn.auto_set_column_width(list(range(len(columns))))
    for (row, _), cell in drawn.get_celld().items():
        lines = max(text.count("\n") + 1 for text in cells[row - 1]) if row else 1
        cell.set_height(0.05 * lines)
        cell.set_edgecolor("#cccccc")
    _entitle(figure, page.title)
    return _written(figure, "png")


def _figure() -> Any:
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise RunError(
            "matplotlib is not installed.",
            code="SPL403",
            hint="Install it with: pip install matplotlib.",
        ) from None
    return Figure(figsize=_INCHES, layout="constrained")


def _entitle(figure: Any, title: str) -> None:
    if title:
        lines = broken(" ".join(title.split()), 120)[:3]
        figure.suptitle(_plain("\n".join(lines)), fontsize="small", x=0.01, ha="left")


def _written(figure: Any, form: str) -> bytes:
    out = io.BytesIO()
    # No date and no software in it: the same results give the same file.
    metadata = {"Date": None} if form == "svg" else {"Software": None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a character that no font here has is drawn as a box
        figure.savefig(out, format=form, dpi=120, metadata=metadata, bbox_inches="tight")
    return out.getvalue()


def _plain(text: str) -> str:
    """The text without what matplotlib takes for formulas, and what it cannot draw at all."""
    return text.encode("utf-8", "replace").decode().replace("$", "\\$")
