"""Keys of props.conf and transforms.conf that Splunk does not know, or that are not honoured here.

The names stand in ``conf_keys.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from spl.errors import KnowledgeError, did_you_mean
from spl.knowledge.conf import Setting
from spl.knowledge.layers import Layered

# What a misspelt class is likely to have meant.
_CLASSES = ("EXTRACT-", "REPORT-", "FIELDALIAS-", "EVAL-", "LOOKUP-", "SEDCMD-", "TRANSFORMS-")


def check_keys(kind: str, layered: Layered) -> Iterator[KnowledgeError]:
    """The settings of all files *kind*.conf that have no effect here, each where it stands, once.

    *kind* is ``props`` or ``transforms``.
    """
    names = _names()
    known, classes = names[kind], re.compile("|".join(names[f"{kind}_classes"]))
    for setting in _once(layered):
        if setting.key in names["not_honoured"]:
            yield setting.error("is not supported; it changes nothing here", code="SPL605")
        elif setting.key not in known and classes.fullmatch(setting.key) is None:
            hint = did_you_mean(setting.key, [*known, *_CLASSES])
            hint = hint or "Splunk has no such key in this file."
            yield setting.error("is not a key that Splunk knows", code="SPL614", hint=hint)


def _once(layered: Layered) -> Iterator[Setting]:
    """Every setting; those of [default] stand beneath all stanzas."""
    seen = set()
    for settings in (layered.default, *layered.stanzas.values()):
        for setting in settings.values():
            place = (setting.source.origin, setting.span.start)
            if place not in seen:
                seen.add(place)
                yield setting


@cache
def _names() -> Mapping[str, Sequence[str]]:
    import yaml  # here, because only who asks for problems needs it

    path = Path(__file__).with_name("conf_keys.yaml")
    names: Mapping[str, Sequence[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return names
