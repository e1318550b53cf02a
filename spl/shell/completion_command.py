"""``spl completion``: what makes a shell complete the commands and options of spl."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

VARIABLE = "_SPL_COMPLETE"
_EXAMPLES = """\
\b
Examples:
  spl completion bash > spl.bash       then, in ~/.bashrc: source spl.bash
  spl completion zsh > _spl            then move it to a folder of $fpath
  spl completion fish > spl.fish       then move it to ~/.config/fish/completions
"""


@click.command(epilog=_EXAMPLES)
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the completion of spl for SHELL: commands, options and their values, files, topics.

    For the shell that runs, without a file: eval "$(spl completion bash)", the same with zsh, and
    spl completion fish | source.
    """
    known = get_completion_class(shell)
    assert known is not None  # click knows all three
    click.echo(known(context.find_root().command, {}, "spl", VARIABLE).source(), nl=False)
