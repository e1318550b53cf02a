"""Dot commands that say how the prompt works."""

from __future__ import annotations

from collections.abc import Callable

import click

from spl.errors import BindError
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.dot import dot_command
from spl.shell.render import FORMATS
from spl.values.environment import Environment
from spl.values.moment import moment

_SWITCH = ("on", "off")


@dot_command(".output [FORMAT]", words=tuple(FORMATS), also=".format")
def output(desk: Desk, name: str) -> None:
    r"""Show or set the format of results; \G at the end of a search means vertical, once."""
    if name:
        desk.output = _one_of(name, tuple(FORMATS), "output format", "SPL321")
    click.echo(desk.output)


@dot_command(".range [EARLIEST [LATEST]] | all", words=("all", "-24h@h", "-7d@d"))
def time_range(desk: Desk, text: str) -> None:
    """Show or set the time range of all searches, as in .range -24h now."""
    if text == "all":
        desk.earliest = desk.latest = None
    elif text:
        earliest, _, latest = text.partition(" ")
        env = Environment(desk.session.now(), desk.session.zone)
        for name, value in (("earliest", earliest), ("latest", latest.strip())):
            moment(value or None, name, env)
        desk.earliest, desk.latest = earliest, latest.strip() or None
    click.echo(desk.span())


@dot_command(".timing [on|off]", words=_SWITCH)
def timing(desk: Desk, text: str) -> None:
    """Tell how long each search took, or no longer."""
    desk.timing = _switch(text, not desk.timing)
    click.echo(f"timing {_shown(desk.timing)}")


@dot_command(
    ".set [NAME VALUE]", words=("editing emacs", "editing vi", "output", "pager", "timing")
)
def settings(desk: Desk, text: str) -> None:
    """Show all settings, or set one, as in .set editing vi."""
    name, _, value = text.partition(" ")
    if name:
        _SETTERS[_one_of(name, tuple(_SETTERS), "setting", "SPL322")](desk, value.strip())
    values = {
        "editing": desk.editing,
        "output": desk.output,
        "pager": _shown(desk.pager),
        "range": desk.span(),
        "timing": _shown(desk.timing),
    }
    click.echo("\n".join(f"{name:8} {shown}" for name, shown in values.items()))


def _set_output(desk: Desk, value: str) -> None:
    desk.output = _one_of(value, tuple(FORMATS), "output format", "SPL321")


def _set_editing(desk: Desk, value: str) -> None:
    desk.editing = "vi" if _one_of(value, ("emacs", "vi"), "editing", "SPL322") == "vi" else "emacs"


def _set_pager(desk: Desk, value: str) -> None:
    desk.pager = _switch(value, not desk.pager)


def _set_timing(desk: Desk, value: str) -> None:
    desk.timing = _switch(value, not desk.timing)


_SETTERS: dict[str, Callable[[Desk, str], None]] = {
    "editing": _set_editing,
    "output": _set_output,
    "pager": _set_pager,
    "timing": _set_timing,
}


def _one_of(value: str, known: tuple[str, ...], kind: str, code: str) -> str:
    if value not in known:
        raise BindError(
            f"There is no {kind} '{value}'.", code=code, hint=f"One of: {', '.join(known)}."
        )
    return value


def _switch(text: str, otherwise: bool) -> bool:
    return _one_of(text, _SWITCH, "switch", "SPL322") == "on" if text else otherwise


def _shown(switch: bool) -> str:
    return "on" if switch else "off"
