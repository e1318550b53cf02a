"""Logs that an app cuts into events: every piece is an event, of JSON where it is one."""

from __future__ import annotations

from spl.events.break_lines import broken
from spl.events.found import Found
from spl.events.intake import Intake
from spl.events.json_lines import json_event
from spl.events.timestamps import LOOKAHEAD, recognise
from spl.events.told_time import told_time
from spl.events.trail import Trail
from spl.knowledge.index_time import IndexTime
from spl.values.environment import Environment


def read_broken(text: str, rules: IndexTime, intake: Intake, env: Environment) -> None:
    """Read *text* as *rules* say; times without a zone are in that of *env*."""
    near, how, times = intake.file_time, rules.breaking, rules.times
    assert how is not None
    trail: Trail = ((("_raw",), how.settings),)
    short: Trail = trail if rules.truncation is None else (*trail, (("_raw",), (rules.truncation,)))

    def has_time(line: str) -> bool:
        if times is None or times.fixed or times.only_zone:
            return recognise(line[:LOOKAHEAD], env.zone, near) is not None
        return told_time(times, line, {}, env.zone, near) is not None

    for raw, cut in broken(text.lstrip("\ufeff"), how, has_time, rules.truncate):
        event = json_event(raw, env.zone, near) if raw.startswith("{") else None
        event = event or Found(raw, recognise(raw[:LOOKAHEAD], env.zone, near))
        intake.indexing.cut += cut
        intake.add(event._replace(trail=short if cut else trail))
