"""LINT206: a risk object, a threat object or a token that the result rows do not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.lint.required_keys import layout_of
from spl.detections.yaml_file import Key, sequence, text
from spl.errors import did_you_mean

_TOKEN = re.compile(r"\$([^$\s]+)\$")
_LISTS: tuple[tuple[tuple[Key, ...], str, str], ...] = (
    (("rba", "risk_objects"), "field", "risk object"),
    (("rba", "threat_objects"), "field", "threat object"),
    (("finding", "entity"), "field", "risk object"),
    (("intermediate_findings", "entities"), "field", "risk object"),
    (("threat_objects",), "field", "threat object"),
)
# Tokens that are not fields of the row.
_OTHERS = frozenset({"info_min_time", "info_max_time", "original_detection_search"})


@check("LINT206", "a risk object, threat object or message token that no row has", "error")
def missing_output(subject: Subject) -> Iterator[Flaw]:
    """Risk is attributed to the value of a field of the result row; without it there is no risk.

    The same goes for a threat object, and a token of a message stays as it is typed. Nothing is
    said where it is not certain which fields the result has.

    Bad:
        rba: {message: Seen on $host_name$, risk_objects: [{field: destination, type: system,
          score: 20}], threat_objects: []}

    Good:
        rba: {message: Seen on $dest$, risk_objects: [{field: dest, type: system, score: 20}],
          threat_objects: []}
    """
    output = subject.output()
    if subject.document is None or output is None or output.open:
        return
    for name, what, keys in _named(subject):
        if name and not output.may_have(name):
            yield subject.in_text(
                f"The result rows have no field '{name}' for this {what}.",
                f"${name}$" if what == "token" else name,
                *keys,
                hint=did_you_mean(name, output.names) or "Let the search keep it.",
            )


def _named(subject: Subject) -> Iterator[tuple[str, str, tuple[Key, ...]]]:
    """Every field that the file names: its name, what for, and where."""
    for keys, key, what in _LISTS:
        items = subject.value(*keys)
        if isinstance(items, dict):
            yield text(items.get(key)), what, (*keys, key)
            continue
        for at, _ in enumerate(sequence(items)):
            yield text(subject.value(*keys, at, key)), what, (*keys, at, key)
    if layout_of(subject) == 4:
        for at, item in enumerate(sequence(subject.value("tags", "observable"))):
            name = text(item.get("name")) if isinstance(item, dict) else ""
            roles = sequence(item.get("role")) if isinstance(item, dict) else []
            what = "threat object" if "Attacker" in roles else "risk object"
            yield name, what, ("tags", "observable", at, "name")
    for keys in _messages(subject):
        for token in _TOKEN.findall(text(subject.value(*keys))):
            yield token if token not in _OTHERS else "", "token", keys


def _messages(subject: Subject) -> Iterator[tuple[Key, ...]]:
    yield ("rba", "message")
    yield ("finding", "title")
    if layout_of(subject) == 4:
        yield ("tags", "message")
    for at, _ in enumerate(sequence(subject.value("intermediate_findings", "entities"))):
        yield ("intermediate_findings", "entities", at, "message")
