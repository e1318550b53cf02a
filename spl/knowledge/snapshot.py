"""The knowledge of a session as bytes: frozen, so that another process searches with the same.

A snapshot has two parts. The files of all apps, with the macros that they were read with, change
seldom: they are one archive. What a session has set above them (macros, lookups, saved searches) is
a JSON text. Neither holds code, and what reads them runs none.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from spl.errors import RunError
from spl.knowledge.app import App
from spl.knowledge.knowledge import Knowledge
from spl.knowledge.lookups import LookupTable, Rules
from spl.language.expand import Macro

VERSION = 1
"""Changes with what the bytes mean; who reads another version refuses."""

_MANIFEST = "manifest.json"
_STAMP = (1980, 1, 1, 0, 0, 0)  # the same files make the same bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Knowledge as bytes.

    Attributes:
        apps: the files of the apps.
        own: what the session has set.
    """

    apps: bytes
    own: bytes

    @property
    def digest(self) -> str:
        """What tells one snapshot from another."""
        return _digest(self.apps + self.own)


def freeze(knowledge: Knowledge, apps: bytes | None = None) -> Snapshot:
    """*knowledge* as bytes; *apps* are those of an earlier snapshot of the same apps."""
    own = {
        "version": VERSION,
        "macros": {name: asdict(macro) for name, macro in knowledge.macros.items()},
        "savedsearches": dict(knowledge.savedsearches),
        "lookups": [_told(t) for t in knowledge.lookups.values() if type(t) is LookupTable],
    }
    return Snapshot(frozen_apps(knowledge) if apps is None else apps, json.dumps(own).encode())


def frozen_apps(knowledge: Knowledge) -> bytes:
    """The files of the apps of *knowledge*."""
    groups, macros = knowledge._groups, knowledge._eventtypes.macros
    apps = [app for group in groups for app in group]
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        said = {
            "version": VERSION,
            "apps": [
                {"name": app.name, "origin": app.origin, "group": number}
                for number, group in enumerate(groups)
                for app in group
            ],
            "groups": len(groups),
            "macros": {name: asdict(macro) for name, macro in macros.items()},
        }
        archive.writestr(zipfile.ZipInfo(_MANIFEST, _STAMP), json.dumps(said))
        for number, app in enumerate(apps):
            for path in app.files:
                info = zipfile.ZipInfo(f"{number}/{path}", _STAMP)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, app.read(path) or b"")
    return sink.getvalue()


def thaw(snapshot: Snapshot) -> Knowledge:
    """The knowledge that was frozen.

    Raises:
        RunError: SPL461, another version has written it.
    """
    return with_own(thawed_apps(snapshot.apps), snapshot.own)


def thawed_apps(data: bytes) -> Knowledge:
    """The knowledge of apps alone; RunError SPL461 where another version has frozen it."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        said = _checked(json.loads(archive.read(_MANIFEST)))
        files: list[dict[str, bytes]] = [{} for _ in said["apps"]]
        for name in archive.namelist():
            number, _, path = name.partition("/")
            if path:
                files[int(number)][path] = archive.read(name)
    groups: list[list[App]] = [[] for _ in range(said["groups"])]
    for app, held in zip(said["apps"], files, strict=True):
        groups[app["group"]].append(App(app["name"], app["origin"], held))
    return Knowledge.of_apps(groups, lambda *_: _macros(said["macros"]))


def with_own(knowledge: Knowledge, data: bytes) -> Knowledge:
    """*knowledge* with what a session has set above it."""
    said = _checked(json.loads(data))
    known = knowledge.with_macros(_macros(said["macros"]))
    known = known.with_savedsearches(said["savedsearches"])
    for each in said["lookups"]:
        rules = Rules(**each["rules"])
        table = LookupTable(each["name"], each["columns"], each["rows"], rules, each["times"])
        known = known.with_lookup(table)
    return known


def _checked(said: Any) -> Any:
    if said["version"] != VERSION:
        raise RunError(
            f"A snapshot of knowledge is of version {said['version']}, not {VERSION}.",
            code="SPL461",
            hint="Install the same version of spl on every machine.",
        )
    return said


def _macros(said: Mapping[str, Any]) -> dict[str, Macro]:
    return {name: Macro(**{**macro, "args": tuple(macro["args"])}) for name, macro in said.items()}


def _told(table: LookupTable) -> dict[str, Any]:
    return {
        "name": table.name,
        "columns": table.columns,
        "rows": [dict(row) for row in table.rows],
        "rules": asdict(table.rules),
        "times": table.times,
    }


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
