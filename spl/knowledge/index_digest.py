"""One number for all that apps say about events while they are loaded.

Events that lie in a store were made by index-time settings; where the number is another one today,
they would come out differently if they were loaded anew.

Choice: lookups that an INGEST_EVAL asks are not part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from spl.knowledge.conf import Settings
from spl.knowledge.sourcetype_rules import SourcetypeRule

_AT_SEARCH_TIME = (
    "EXTRACT", "REPORT", "KV_MODE", "AUTO_KV_JSON", "FIELDALIAS", "EVAL-", "LOOKUP", "rename",
    "description", "category", "pulldown_type", "disabled",
)  # fmt: skip
_TRANSFORMING = ("TRANSFORMS-", "RULESET-")


def index_digest(
    stanzas: Iterable[tuple[str, Settings]],
    rules: Iterable[SourcetypeRule],
    transforms: Mapping[str, Settings],
) -> str:
    """The digest of the index-time settings among *stanzas*, and of the *transforms* they name."""
    said: list[list[str]] = []
    named: set[str] = set()
    for name, settings in stanzas:
        for key, setting in settings.items():
            if not key.startswith(_AT_SEARCH_TIME):
                said.append(["props", name, key, setting.value])
            if key.startswith(_TRANSFORMING):
                named.update(part.strip() for part in setting.value.split(","))
    for rule in rules:
        shares = [*rule.more_than, (-1, None), *rule.less_than]
        texts = [f"{share} {regex.pattern if regex else ''}" for share, regex in shares]
        said.append(["rule", rule.name, rule.sourcetype.value, *texts])
    for name in named & transforms.keys():
        for key, setting in transforms[name].items():
            said.append(["transforms", name, key, setting.value])
    return hashlib.blake2b(json.dumps(sorted(said)).encode(), digest_size=16).hexdigest()
