"""A chart in the terminal: lines over time by plotille, or a bar for each name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click
from plotille import Figure

from spl.shell.render.chart import Chart, Numbers
from spl.shell.render.fit import shortened, width_of
from spl.values.value import number_text

_WIDTH, _HEIGHT = 80, 24  # where no terminal says how large it is
_LEAST_LINES = 4
_COLOURS = ("cyan", "yellow", "green", "magenta", "blue", "red", "white", "bright_cyan")
_EIGHTHS = " ▏▎▍▌▋▊▉"


def render_plot(chart: Chart, width: int | None, height: int | None, *, colours: bool) -> str:
    """Draw a chart, at most *width* wide; lines fill *height*, bars take what they need.

    With *colours* all series are drawn over one another; without, where they could not be told
    apart, each stands for itself.
    """
    width = max(width or _WIDTH, 40)
    if chart.times is None:
        return "\n".join(_bars(chart, width, colours))
    lines = (height or _HEIGHT) - 4
    if colours:
        return "\n".join([*_plot(chart, chart.series, width, lines, True), _legend(chart)])
    share = max(_LEAST_LINES, lines // len(chart.series) - 2)
    parts = []
    for name, numbers in chart.series.items():
        parts += [name, *_plot(chart, {name: numbers}, width, share, False), ""]
    return "\n".join(parts[:-1])


def _plot(
    chart: Chart, series: dict[str, Numbers], width: int, height: int, colours: bool
) -> Iterator[str]:
    """The lines of one drawing: the axis of numbers to the left, that of times below."""
    known = [n for numbers in series.values() for n in numbers if n is not None]
    low, high = min(0.0, *known), max(0.0, *known)
    high = high if high > low else low + 1
    marks = {0: _short(high), height // 2: _short((low + high) / 2), height - 1: _short(low)}
    room = max(map(len, marks.values()))
    drawn = _canvas(chart, series, (width - room - 2, height), (low, high), colours)
    for place, line in enumerate(drawn.splitlines()):
        tick = "┤" if place in marks else "│"
        yield f"{marks.get(place, ''):>{room}}{tick}{line.rstrip()}"
    yield f"{'':>{room}}└{'─' * (width - room - 2)}"
    yield f"{'':>{room}} {_times(chart.labels, width - room - 2)}"


def _canvas(
    chart: Chart,
    series: dict[str, Numbers],
    size: tuple[int, int],
    limits: tuple[float, float],
    colours: bool,
) -> str:
    assert chart.times is not None
    figure = Figure()
    figure.width, figure.height = size
    figure.with_colors, figure.color_mode = colours, "names"
    figure.with_x_axis = figure.with_y_axis = figure.origin = False
    figure.set_y_limits(*limits)
    first, last = min(chart.times), max(chart.times)
    figure.set_x_limits(first, last if last > first else first + 1)
    for place, numbers in enumerate(series.values()):
        points = [(t, n) for t, n in zip(chart.times, numbers, strict=True) if n is not None]
        colour = _COLOURS[place % len(_COLOURS)] if colours else None
        figure.plot([t for t, _ in points], [n for _, n in points], lc=colour)
    drawn: str = figure.show()
    return drawn


def _times(labels: Sequence[str], width: int) -> str:
    """The first time, the last, and one between them where there is room."""
    first, last = labels[0], labels[-1]
    if len(labels) == 1 or len(first) + len(last) + 2 > width:
        return first
    middle = labels[len(labels) // 2] if len(labels) > 2 else ""
    rest = width - len(first) - len(last)
    if middle and len(middle) + 4 <= rest:
        return first + middle.center(rest) + last
    return first + " " * rest + last


def _legend(chart: Chart) -> str:
    names = enumerate(chart.series)
    marked = (click.style("━━ ", fg=_COLOURS[i % len(_COLOURS)]) + name for i, name in names)
    return "  ".join(marked)


def _bars(chart: Chart, width: int, colours: bool) -> Iterator[str]:
    """A line for each name and series: the name, the bar, the number."""
    several = len(chart.series) > 1
    heads = max(map(width_of, chart.labels))
    names = max(map(width_of, chart.series)) if several else 0
    heads, names = min(heads, width // 3), min(names, width // 4)
    known = [n for numbers in chart.series.values() for n in numbers if n is not None]
    most = max(0.0, *known)
    room = width - heads - (names + 1 if several else 0) - 2 - max(len(_short(n)) for n in known)
    for place, label in enumerate(chart.labels):
        head = _fitted(label, heads)
        for number, (name, numbers) in enumerate(chart.series.items()):
            value = numbers[place]
            bar = _bar(value or 0.0, most, max(room - 1, 8))
            if colours:
                bar = click.style(bar, fg=_COLOURS[number % len(_COLOURS)])
            kind = f" {_fitted(name, names)}" if several else ""
            yield f"{head}{kind} │{bar} {'' if value is None else _short(value)}".rstrip()
            head = " " * heads


def _bar(value: float, most: float, room: int) -> str:
    eighths = round(max(value, 0.0) / most * room * 8) if most else 0
    full, part = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[part] if part else "")


def _fitted(text: str, width: int) -> str:
    """The text in just *width* columns."""
    text = shortened(text, width)
    return text + " " * (width - width_of(text))


def _short(number: float) -> str:
    """A number for an axis: no more than four significant figures and a unit."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e4)):
        if abs(number) >= size:
            return f"{number / (1e3 if unit == 'k' else size):.4g}{unit}"
    return number_text(float(f"{number:.4g}"))
