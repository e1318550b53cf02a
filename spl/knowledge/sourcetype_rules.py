"""Which sourcetype a log has where nobody says so: ``[rule::name]`` and ``[delayedrule::name]``.

Splunk, props.conf.spec: a rule gives its `sourcetype` to a log in which more than NN percent of the
lines match MORE_THAN_NN and fewer than NN percent match LESS_THAN_NN. Rules are asked before the
log's own shape, delayed rules after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from spl.errors import KnowledgeError
from spl.knowledge.conf import Setting, Settings
from spl.knowledge.line_breaking import regex_of
from spl.values.regex import Regex

RULE, DELAYED = "rule::", "delayedrule::"
_SHARE = re.compile(r"(?P<kind>MORE|LESS)_THAN_(?P<percent>\d{1,3})(?:\.\w+)?")
_LINES = 1000


@dataclass(frozen=True, slots=True, eq=False)
class SourcetypeRule:
    """One rule: shares of lines in percent, each with its pattern."""

    name: str
    sourcetype: Setting
    more_than: tuple[tuple[int, Regex], ...]
    less_than: tuple[tuple[int, Regex], ...]

    def fits(self, lines: Sequence[str]) -> bool:
        """Whether a log with these lines is of the sourcetype."""
        return all(_share(regex, lines) > least for least, regex in self.more_than) and all(
            _share(regex, lines) < most for most, regex in self.less_than
        )


def read_rules(
    stanzas: Mapping[str, Settings], problems: list[KnowledgeError]
) -> tuple[SourcetypeRule, ...]:
    """The rules of props.conf, in the order of their names; broken ones go to *problems*."""
    found = []
    for name in sorted(stanzas):
        settings = stanzas[name]
        if not name.startswith((RULE, DELAYED)) or "sourcetype" not in settings:
            continue
        shares: dict[str, list[tuple[int, Regex]]] = {"MORE": [], "LESS": []}
        for key in sorted(settings):
            share = _SHARE.fullmatch(key)
            regex = None if share is None else regex_of(settings, key, problems)
            if share is not None and regex is not None:
                shares[share["kind"]].append((int(share["percent"]), regex))
        if shares["MORE"] or shares["LESS"]:
            more, less = tuple(shares["MORE"]), tuple(shares["LESS"])
            found.append(SourcetypeRule(name, settings["sourcetype"], more, less))
    return tuple(found)


def ruled_sourcetype(
    rules: Sequence[SourcetypeRule], text: str, *, delayed: bool
) -> Setting | None:
    """The `sourcetype` that the first rule that fits gives to a log that begins with *text*."""
    own = [rule for rule in rules if rule.name.startswith(DELAYED if delayed else RULE)]
    if not own:
        return None
    lines = [line for line in text.split("\n")[:_LINES] if line.strip()]
    return next((rule.sourcetype for rule in own if lines and rule.fits(lines)), None)


def _share(regex: Regex, lines: Sequence[str]) -> float:
    return 100 * sum(regex.matches(line) for line in lines) / len(lines)
