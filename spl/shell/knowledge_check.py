"""``spl knowledge check``: everything that is wrong in apps, as far as it can be told offline."""

from __future__ import annotations

import time
from pathlib import Path

import click

from spl.events.check_knowledge import check_knowledge
from spl.knowledge import Knowledge
from spl.values.environment import Environment

_EXAMPLES = """\
\b
Examples:
  spl knowledge check apps/gateway
  spl knowledge check apps/
"""


@click.command(epilog=_EXAMPLES)
@click.argument("apps", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="DIR...")
def check(apps: tuple[Path, ...]) -> int:
    """List what is wrong in the apps at DIR: file, line, stanza, key.

    Each DIR is an app, a folder of apps, or a packed app. Exits with 1 where anything is wrong.
    """
    problems = check_knowledge(Knowledge.read(apps), Environment(time.time()))
    for problem in problems:
        click.echo(problem.render())
    click.echo(f"{len(problems)} problems" if len(problems) != 1 else "1 problem")
    return 1 if problems else 0
