"""Results as one self-contained page: the search, a drawing where they are a chart, the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from spl.engine.html_table import escaped, html_table
from spl.errors import RunError
from spl.shell.render.cell import Cell
from spl.shell.render.chart import chart_of
from spl.shell.render.page import Page
from spl.shell.render.picture import drawing

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
      content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #8884; --dim: #7778; }}
body {{ font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; padding: 0 1rem;
       max-width: 90rem }}
pre {{ background: #8881; padding: .8rem 1rem; border-radius: 6px; white-space: pre-wrap }}
figure {{ margin: 1.5rem 0; background: #fff; border-radius: 6px; padding: 1rem }}
figure svg {{ max-width: 100%; height: auto }}
div {{ overflow-x: auto }}
table {{ border-collapse: collapse; font-variant-numeric: tabular-nums }}
th {{ text-align: left; position: sticky; top: 0; background: Canvas }}
th, td {{ padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line);
         vertical-align: top; max-width: 40rem; overflow-wrap: anywhere }}
p {{ color: var(--dim) }}
</style>
</head>
<body>
{search}{figure}<div>
{table}
</div>
<p>{count}</p>
</body>
</html>"""


def render_html(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], page: Page) -> str:
    """The page. Results that are a chart are drawn too, where matplotlib is installed."""
    kept = [{name: value for name, value in row.items() if value is not None} for row in rows]
    return _PAGE.format(
        title=escaped(page.title or "Results"),
        search=f"<pre>{escaped(page.title)}</pre>\n" if page.title else "",
        figure=_figure(columns, rows, page),
        table=html_table(columns, kept, page.zone),
        count=f"{len(rows):,} result{'' if len(rows) == 1 else 's'}",
    )


def _figure(columns: Sequence[str], rows: Sequence[Mapping[str, Cell]], page: Page) -> str:
    try:
        svg = drawing(chart_of(columns, rows, page.zone), "svg", zone=page.zone).decode()
    except RunError:  # no chart, or nothing that draws one: the table says all
        return ""
    return f"<figure>{svg[svg.index('<svg') :]}</figure>\n"
