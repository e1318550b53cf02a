"""``spl config``: the defaults of options, and who says them."""

from __future__ import annotations

import json
import os

import click
from tabulate import tabulate

from spl.shell.config_file import SETTINGS, config_files, read_config

_HEADS = ("setting", "value", "from", "variable")
_EXAMPLES = """\
\b
Examples:
  spl config
  spl config --output json

\b
A file spl.toml in the project's folder:
  apps = ["apps/gateway"]
  macros = ["macros.conf"]
  tz = "Europe/Berlin"
  index = "main"
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--output",
    "-o",
    "form",
    type=click.Choice(("table", "json")),
    default="table",
    show_default=True,
    help="How to write them.",
)
def config(form: str) -> int:
    """Show the defaults of options, and where each comes from.

    An option wins over an environment variable, that over the nearest spl.toml in this folder or
    above it (up to the root of the repository, or the home folder), that over the spl.toml of the
    user's configuration folder. With SPL_NO_CONFIG=1 no file is read. A file cannot allow anything
    to be written: --write is said on the command line alone.
    """
    known = read_config()
    rows = []
    for name, setting in SETTINGS.items():
        value: object = setting.default or None
        origin = "default"
        if name in known:
            value, origin = known[name].value, str(known[name].origin)
        if os.environ.get(setting.variable):
            value, origin = os.environ[setting.variable], setting.variable
        rows.append((name, value, origin, setting.variable))
    if form == "json":
        found = [dict(zip(_HEADS, row, strict=True)) for row in rows]
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return 0
    shown = [(name, _shown(value), origin, variable) for name, value, origin, variable in rows]
    click.echo(tabulate(shown, _HEADS, disable_numparse=True))
    files = [str(path) for path in config_files()]
    click.echo(f"\nFiles: {', '.join(files) or 'none'}")
    return 0


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
