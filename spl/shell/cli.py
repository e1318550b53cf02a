"""The command line: ``spl search``, ``spl test``, ``spl repl`` and all others."""

from __future__ import annotations

import importlib
import os
import sys

import click

from spl import __version__
from spl.errors import DataError, KnowledgeError, SplError, did_you_mean
from spl.shell.colours import colours_wanted
from spl.shell.config_file import default_map
from spl.shell.importing import importing
from spl.shell.left_out import without_pandas

# Exit codes: 0 done; 1 a test failed, or no result under --exit-status; 2 wrong usage;
# 3 the search is wrong; 4 a log, rule or knowledge file cannot be read; 130 stopped with Ctrl-C.
SEARCH_ERROR = 3
FILE_ERROR = 4


_COMMANDS = (
    "search",
    "index",
    "test",
    "lint",
    "fmt",
    "explain",
    "repl",
    "help",
    "reference",
    "knowledge",
    "config",
    "completion",
)
_BELOW = {"knowledge": ["field", "fidelity"]}  # check is told which apps
_WITHOUT_DEFAULTS = ("help", "reference", "config", "completion")


_EPILOG = """\
\b
Examples:
  spl search 'EventCode=1 | stats count by Image' sysmon.xml
  spl test my_rule.yml
  spl search --help

\b
Exit codes:
    0  done
    1  a test failed; no row (search --exit-status); something was found (lint, fmt --check)
    2  wrong usage
    3  the search is wrong
    4  a log, rule, knowledge or configuration file cannot be read
  130  stopped with Ctrl-C

Defaults stand in spl.toml and in environment variables: spl config. NO_COLOR=1 shows no colours.
"""


class _Commands(click.Group):
    """The commands, each in a file ``…_command.py`` that is imported when it is called or listed.

    What only one of them needs (the prompt, the rule reader) must not slow the others' start.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order of the help."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        with importing():
            module = importlib.import_module(f"spl.shell.{cmd_name}_command")
        found: click.Command = getattr(module, cmd_name)
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a misspelt one is told what it may have been."""
        if args[0] not in _COMMANDS and (hint := did_you_mean(args[0], _COMMANDS)):
            ctx.fail(f"No such command '{args[0]}'. {hint}")
        return super().resolve_command(ctx, args)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="spl")
@click.pass_context
def cli(context: click.Context) -> None:
    """Run Splunk searches where there is no Splunk."""
    if context.invoked_subcommand not in _WITHOUT_DEFAULTS:
        context.default_map = default_map({name: _BELOW.get(name, []) for name in _COMMANDS})


def main() -> None:
    """Run the command line; every error that is ours is one message and an exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here multiplies matrices
    for stream in (sys.stdout, sys.stderr):
        # A log may hold text that the terminal's encoding does not know: show it, never fail.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        colours = None if colours_wanted() else False  # None: where the output is a terminal
        with without_pandas():
            code = cli.main(prog_name="spl", standalone_mode=False, color=colours)
    except SplError as error:
        click.echo(error.render(), err=True)
        sys.exit(FILE_ERROR if isinstance(error, DataError | KnowledgeError) else SEARCH_ERROR)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; that is its good right.
        sys.stderr.close()
        sys.exit(0)
    sys.exit(code if isinstance(code, int) else 0)
