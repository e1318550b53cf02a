"""Everything that apps say, in one immutable object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from spl.errors import BindError, KnowledgeError, SplError, did_you_mean
from spl.knowledge.app import App, find_apps
from spl.knowledge.check_keys import check_keys
from spl.knowledge.check_macros import check_macros
from spl.knowledge.check_transforms import check_transforms
from spl.knowledge.computed import computed_lookups
from spl.knowledge.conf import SHIPPED_APPS, ConfText, Settings
from spl.knowledge.datamodels import DataModel, DataSet, model_files, read_datamodel
from spl.knowledge.eventtypes import EventType, EventTypes
from spl.knowledge.faults import faults
from spl.knowledge.index_knowledge import IndexKnowledge
from spl.knowledge.layers import AppFiles, in_order, layer
from spl.knowledge.lookup_files import (
    Definition,
    conf_definitions,
    file_definitions,
    table_files,
    yaml_definitions,
)
from spl.knowledge.lookups import LookupTable
from spl.knowledge.macros import conf_macros, file_macros, read_macros
from spl.knowledge.patterns import PropsMatcher
from spl.knowledge.props import Props, read_props
from spl.knowledge.scripts import refused_by_app, refused_scripts
from spl.knowledge.tags import Tags, read_tags
from spl.language.expand import Macro

ReadMacros: TypeAlias = Callable[[Sequence[App], list[KnowledgeError]], dict[str, Macro]]
_PACKAGE = Path(__file__).parents[1]
_SHIPPED_MACROS = (_PACKAGE / "macros", _PACKAGE.parent / "macros")  # as installed, as checked out


@dataclass(frozen=True, slots=True, eq=False)
class Knowledge:
    """The knowledge objects of a session. What is asked for is read once and kept.

    Attributes:
        macros: by name, or ``name(2)`` for one with arguments.
        tags: by field and value.
        savedsearches: the text of each saved search, by name.
        lookups: definitions and tables by name; see `lookup`.
        at_index_time: what holds while logs are loaded.
    """

    macros: Mapping[str, Macro] = field(default_factory=dict)
    tags: Tags = field(default_factory=Tags)
    savedsearches: Mapping[str, str] = field(default_factory=dict)
    lookups: Mapping[str, Definition | LookupTable] = field(default_factory=dict)
    at_index_time: IndexKnowledge = field(default_factory=IndexKnowledge)
    _problems: tuple[KnowledgeError, ...] = ()
    _eventtypes: EventTypes = field(default_factory=EventTypes)
    _props: PropsMatcher = field(default_factory=lambda: PropsMatcher({}, {}, []))
    _transforms: Mapping[str, Settings] = field(default_factory=dict)
    _tables: Mapping[str, Callable[[], tuple[bytes, str]]] = field(default_factory=dict)
    _models: Mapping[str, tuple[App, str]] = field(default_factory=dict)
    _sources: tuple[ConfText, ...] = ()
    _groups: tuple[tuple[App, ...], ...] = ()
    _memo: dict[tuple[str, ...], Props | DataModel | LookupTable] = field(default_factory=dict)

    @classmethod
    def read(cls, apps: Sequence[Path] = (), macros: Sequence[Path] = ()) -> Knowledge:
        """Read the shipped apps, then *apps* above them, then *macros* above all.

        Args:
            apps: folders of apps, single apps, or packed apps; a later one stands above an earlier.
            macros: files and folders of macros.conf or YAML macros.

        Raises:
            KnowledgeError: SPL603 where a path is not there. What is wrong inside a file does not
                raise: it is left out and told in `problems`.
        """
        groups = in_order(find_apps(path) for path in (SHIPPED_APPS, *apps))
        return cls.of_apps(groups, lambda found, problems: _macros(found, macros, problems))

    @classmethod
    def of_apps(cls, groups: Sequence[Sequence[App]], macros: ReadMacros) -> Knowledge:
        """What apps say, a later group and app above an earlier; *macros* reads their macros."""
        found = [app for group in groups for app in group]
        problems: list[KnowledgeError] = [p for app in found for p in app.problems]
        stanzas = {name: _layer(found, name, problems) for name in ("eventtypes", "tags")}
        transform_files, props_files = AppFiles(groups, "transforms"), AppFiles(groups, "props")
        transforms, props = transform_files.at_search_time(), props_files.at_search_time()
        problems += (*transforms.problems, *props.problems)
        matcher = PropsMatcher(props.stanzas, props.default, problems)
        index_time = IndexKnowledge.read(
            props_files.at_index_time(), transform_files.at_index_time(), problems
        )
        known = macros(found, problems)
        return cls(
            known,
            read_tags(stanzas["tags"], problems),
            _searches(_layer(found, "savedsearches", problems)),
            _lookups(found, transforms.stanzas, problems),
            index_time,
            tuple(problems),
            EventTypes(stanzas["eventtypes"], known),
            matcher,
            transforms.stanzas,
            table_files(found),
            model_files(found),
            (*props.sources, *transforms.sources),
            tuple(map(tuple, groups)),
        )

    @property
    def _apps(self) -> list[App]:
        """All apps, lowest layer first."""
        return [app for group in self._groups for app in group]

    @property
    def eventtypes(self) -> tuple[EventType, ...]:
        """The event types, sorted by name."""
        return self._eventtypes.all

    @property
    def problems(self) -> tuple[KnowledgeError, ...]:
        """What could not be read so far; all the rest stands.

        What an app says about one kind of event, event types and data models are only read when
        they are needed: `check` reads everything.
        """
        late = (problem for source in self._sources for problem in source.late)
        return (*self._problems, *self._eventtypes.problems, *late)

    def with_macros(self, macros: Mapping[str, Macro]) -> Knowledge:
        """This knowledge with *macros* in place of its own."""
        return replace(self, macros=macros)

    def with_savedsearches(self, searches: Mapping[str, str]) -> Knowledge:
        """This knowledge with *searches*, text by name, in place of its own."""
        return replace(self, savedsearches=searches)

    def savedsearch(self, name: str) -> str:
        """The text of the saved search *name*; BindError SPL343 where there is none."""
        if name not in self.savedsearches:
            raise _unknown("saved search", name, self.savedsearches, "SPL343")
        return self.savedsearches[name]

    def with_lookup(self, table: LookupTable) -> Knowledge:
        """This knowledge with one more lookup, or another one of that name."""
        memo = {k: v for k, v in self._memo.items() if k != ("lookup", table.name)}
        return replace(self, lookups={**self.lookups, table.name: table}, _memo=memo)

    @property
    def speaks_of_hosts(self) -> bool:
        """Whether any stanza of props.conf is about a host."""
        return self._props.speaks_of_hosts

    def props_for(self, source: str, sourcetype: str, host: str) -> Props:
        """What props.conf says about events with these values of the default fields."""
        key = ("props", source, sourcetype, host)
        found = self._memo.get(key)
        if not isinstance(found, Props):
            rename = self._props.rename(sourcetype)
            seen = sourcetype if rename is None else rename.value
            settings = self._props.settings(source, seen, host)
            found = read_props(seen, settings, self._transforms)
            found = self._memo[key] = replace(found, rename=rename)
        return found

    def lookup(self, name: str) -> LookupTable:
        """The lookup table *name*, which may also be the name of a CSV file.

        Raises:
            BindError: SPL341 where there is no such lookup.
            KnowledgeError: SPL604 where its file is missing, SPL605 where it would run a program.
            DataError: SPL510 where its file is not CSV.
        """
        found = self.lookups.get(name)
        if isinstance(found, LookupTable):
            return found
        if found is None:
            raise _unknown("lookup table", name, self.lookups, "SPL341")
        known = self._memo.get(("lookup", name))
        if not isinstance(known, LookupTable):
            known = self._memo["lookup", name] = found.load(self._tables)
        return known

    def datamodel(self, name: str) -> DataModel:
        """The data model *name*.

        Raises:
            BindError: SPL342 where there is no such model.
            KnowledgeError: SPL606 where its file is broken.
        """
        known = self._memo.get(("model", name))
        if isinstance(known, DataModel):
            return known
        if name not in self._models:
            raise _unknown("data model", name, self._models, "SPL342")
        model = read_datamodel(name, self._models[name], self.macros, self.lookup)
        self._memo["model", name] = model
        return model

    def dataset(self, name: str) -> tuple[DataModel, DataSet | None]:
        """The data model and data set that ``M.D`` names; no data set for just ``M``.

        Raises:
            BindError: SPL340, SPL342 where there is none of that name.
            KnowledgeError: SPL606 where the model's file is broken.
        """
        model_name, _, path = name.partition(".")
        model = self.datamodel(model_name)
        return model, model.dataset(path) if path else None

    def datamodels(self) -> list[str]:
        """The names of all data models."""
        return sorted(self._models)

    def all_props(self) -> Iterator[Props]:
        """What each stanza of props.conf says by itself at search time."""
        for each in self._props.all_settings():
            yield read_props("", each, self._transforms)

    def explained(self, error: SplError) -> SplError:
        """The error of a search, which tells more where an app has something to do with it."""
        return refused_by_app(error, self._apps)

    def check(self) -> list[KnowledgeError]:
        """Read everything, also what no search has asked for, and return all that is wrong."""
        found = [*self._problems, *self._eventtypes.check()]
        found += check_macros(layer(self._apps, "macros").stanzas, self.macros)
        found += refused_scripts(self._apps)
        for kind in ("props", "transforms"):
            found += check_keys(kind, layer(self._apps, kind))
        found += check_transforms(self._transforms)
        found += (problem for props in self.all_props() for problem in props.problems)
        found += (problem for each in self.at_index_time.each() for problem in each.problems)
        return [*found, *faults(self.datamodel, self._models), *faults(self.lookup, self.lookups)]


def _layer(
    apps: Sequence[App], name: str, problems: list[KnowledgeError]
) -> Mapping[str, Settings]:
    layered = layer(apps, name)
    problems.extend(layered.problems)
    return layered.stanzas


def _searches(stanzas: Mapping[str, Settings]) -> dict[str, str]:
    return {name: each["search"].value for name, each in stanzas.items() if "search" in each}


def _lookups(
    apps: Sequence[App], transforms: Mapping[str, Settings], problems: list[KnowledgeError]
) -> dict[str, Definition | LookupTable]:
    """All lookups; one that would run a script is worked out here where it is known how."""
    defined = {
        **file_definitions(apps),
        **yaml_definitions(apps, problems),
        **conf_definitions(transforms, problems),
    }
    computed = computed_lookups()
    usable = {n: d for n, d in defined.items() if d.refusal is None or n not in computed}
    return {**computed, **usable}


def _macros(
    apps: Sequence[App], paths: Sequence[Path], problems: list[KnowledgeError]
) -> dict[str, Macro]:
    macros = read_macros([p for p in _SHIPPED_MACROS if p.is_dir()][:1], problems)
    macros |= conf_macros(_layer(apps, "macros", problems), problems)
    for app in apps:
        for path in app.inside("macros", ".yml"):
            data = app.read(path) or b""
            macros.update(file_macros(path, app.place(path), data, problems))
    return macros | read_macros(paths, problems)


def _unknown(kind: str, name: str, known: Mapping[str, object], code: str) -> BindError:
    hint = did_you_mean(name, known) or "The apps given define no such thing."
    return BindError(
        f"The {kind} '{name}' does not exist or is not available.", code=code, hint=hint
    )
