"""Layers: which app's setting counts where several say something about the same stanza.

Splunk, Admin Manual, "Configuration file precedence": merging is attribute by attribute, never by
whole stanza; an app's local/ stands above its default/.

Choices: search-time knowledge is read as a search in app context reads it, so among apps the later
name in ASCII order stands above the earlier one; index-time settings are read as Splunk's global
context reads them: the earlier name stands above the later one, and local/ of any app above
default/ of all. Of two folders of apps the one given later stands above in both.
Who may see an object plays no part: ``metadata/*.meta`` is not read, and every app counts as
exported to the system, because there are no users and no current app here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from spl.errors import KnowledgeError
from spl.knowledge.app import App
from spl.knowledge.conf import DEFAULT, Conf, ConfText, Setting, Settings, decode, parse_conf

_FOLDERS = ("default", "local")  # lowest first
_TRUE = frozenset(("1", "true", "t", "yes", "y", "on", "enabled"))
_FALSE = frozenset(("0", "false", "f", "no", "n", "off", "disabled"))


@dataclass(frozen=True, slots=True)
class Layered:
    """One kind of .conf file, merged over all apps.

    Attributes:
        stanzas: by name; each with what [default] says about it beneath, without those that are
            disabled. A setting that is set to nothing is not there.
        default: the settings of [default].
        problems: lines that could not be read, in any of the files.
        sources: the files.
    """

    stanzas: Mapping[str, Settings]
    default: Settings
    problems: tuple[KnowledgeError, ...] = ()
    sources: tuple[ConfText, ...] = ()


class AppFiles:
    """``default/name.conf`` and ``local/name.conf`` of all apps, read once.

    Groups of apps stand lowest first, the apps of a group in the order of their names.
    """

    def __init__(self, groups: Iterable[Sequence[App]], name: str) -> None:
        """Read the files."""
        self._groups = [[_read_app(app, name) for app in group] for group in groups]

    def at_search_time(self) -> Layered:
        """Merged as a search reads them: app by app, the later name above."""
        return _layered([c for group in self._groups for app in group for c in app.values()])

    def at_index_time(self) -> Layered:
        """Merged as Splunk indexes: folder by folder, the earlier name above."""
        files = [
            app[folder]
            for group in self._groups
            for folder in _FOLDERS
            for app in reversed(group)
            if folder in app
        ]
        return _layered(files)


def layer(apps: Sequence[App], name: str) -> Layered:
    """Merge ``default/name.conf`` and ``local/name.conf`` of *apps*, lowest layer first."""
    return AppFiles([apps], name).at_search_time()


def _layered(files: Sequence[Conf]) -> Layered:
    merged = _merge(conf.stanzas for conf in files)
    default = {k: s for k, s in merged.pop(DEFAULT, {}).items() if s.value}
    stanzas = {}
    for stanza, settings in merged.items():
        whole = {k: s for k, s in {**default, **settings}.items() if s.value}
        if not flag(whole.get("disabled"), default=False):
            stanzas[stanza] = whole
    problems = tuple(problem for conf in files for problem in conf.problems)
    return Layered(stanzas, default, problems, tuple(conf.source for conf in files))


def _read_app(app: App, name: str) -> dict[str, Conf]:
    """What an app itself says in ``name.conf``, by folder."""
    found = {}
    for folder in _FOLDERS:
        path = f"{folder}/{name}.conf"
        data = app.read(path)
        if data is not None:
            found[folder] = parse_conf(decode(data), app.place(path))
    return found


def in_order(groups: Iterable[Sequence[App]]) -> list[list[App]]:
    """The apps of each group that are enabled, lowest layer first.

    An app that says ``[spl] replaced_by = a, b`` in its app.conf steps aside where one of those is
    among the apps: what this package ships must not be counted twice beside a vendor's add-on.
    """
    groups = list(groups)
    apps = [app for group in groups for app in group]
    files = {app.name: _read_app(app, "app") for app in apps}
    about = {name: _merge(c.stanzas for c in confs.values()) for name, confs in files.items()}
    states: dict[str, bool] = {}
    for app in apps:
        state = about[app.name].get("install", {}).get("state")
        states[app.name] = flag(state, default=states.get(app.name, True))
    names = {app.name for app in apps}
    heard = {
        name for name in names if states[name] and not names & _replacements(about[name], name)
    }
    return [[app for app in group if app.name in heard] for group in groups]


def flag(setting: Setting | None, *, default: bool) -> bool:
    """Read a setting as yes or no; *default* where it is absent or is neither."""
    if setting is None:
        return default
    value = setting.value.strip().lower()
    return value in _TRUE or (default and value not in _FALSE)


def _replacements(about: Mapping[str, Settings], name: str) -> set[str]:
    setting = about.get("spl", {}).get("replaced_by")
    return set() if setting is None else {n.strip() for n in setting.value.split(",")} - {name}


def _merge(confs: Iterable[Mapping[str, Settings]]) -> dict[str, Settings]:
    merged: dict[str, Settings] = {}
    for stanzas in confs:
        for stanza, settings in stanzas.items():
            merged[stanza] = {**merged.get(stanza, {}), **settings}
    return merged
