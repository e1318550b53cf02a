"""Where lookups come from: transforms.conf, CSV files of an app, published YAML definitions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from spl.errors import KnowledgeError
from spl.knowledge.app import App
from spl.knowledge.conf import Setting, Settings, decode
from spl.knowledge.layers import flag
from spl.knowledge.lookups import EXACT, LookupTable, Row, Rules, read_csv
from spl.knowledge.macros import yaml_documents
from spl.knowledge.row_filter import RowTest, row_filter
from spl.values.strptime import strptime

_MATCH_TYPE = re.compile(r"(?P<kind>\w+)\s*\(\s*(?P<column>[^)]*?)\s*\)")
_KINDS = (EXACT, "WILDCARD", "CIDR")
_LOOKUP_KEYS = ("filename", "collection", "external_cmd", "external_type")
_TABLE = (".csv", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Definition:
    """A lookup that is read when it is first asked for.

    Attributes:
        filename: file in some app's lookups folder; None for a KV-store collection.
        collection: its name; its rows are ``lookups/NAME.csv`` of an app, or there are none.
        columns: those of a collection that has no file.
        keeps: which rows the lookup's filter lets through, or None for all.
        refusal: why the lookup cannot be used, or None.
        setting: where the lookup is defined, None for a file under its own name.
    """

    name: str
    filename: str | None
    rules: Rules
    columns: tuple[str, ...] = ()
    time_format: str = "%s.%Q"
    refusal: KnowledgeError | None = None
    collection: str | None = None
    keeps: RowTest | None = None
    setting: Setting | None = None

    def load(self, files: Mapping[str, Callable[[], tuple[bytes, str]]]) -> LookupTable:
        """Read the table.

        Raises:
            KnowledgeError: the lookup is refused, or its file is not there.
            DataError: SPL510 where the file is not CSV.
        """
        if self.refusal is not None:
            raise self.refusal
        filename = self.filename or f"{self.collection}.csv"
        if filename not in files and self.filename is None:
            return LookupTable(self.name, self.columns, (), self.rules)
        if filename not in files:
            raise self._missing(filename)
        columns, rows = read_csv(*files[filename]())
        if self.keeps is not None:
            rows = [row for row in rows if self.keeps(row)]
        return make_table(self.name, columns, rows, self.rules, self.time_format)

    def _missing(self, filename: str) -> KnowledgeError:
        message = f"there is no {filename} in the lookups folder of any app"
        if self.setting is not None:
            return self.setting.error(message, code="SPL604")
        return KnowledgeError(
            f"The lookup table '{self.name}' has no file: {message}.", code="SPL604"
        )


def make_table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    rules: Rules,
    time_format: str = "%s.%Q",
) -> LookupTable:
    """Make a table, reading the times of a temporal one."""
    times = None
    if rules.time_field is not None:
        times = [_time(row.get(rules.time_field, ""), time_format) for row in rows]
    return LookupTable(name, columns, rows, rules, times)


def conf_definitions(
    transforms: Mapping[str, Settings], problems: list[KnowledgeError]
) -> dict[str, Definition]:
    """The stanzas of transforms.conf that define a lookup; broken ones are reported."""
    found = {}
    for name, settings in transforms.items():
        if settings.keys().isdisjoint(_LOOKUP_KEYS):
            continue
        try:
            found[name] = _definition(name, settings)
        except KnowledgeError as error:
            problems.append(error)
    return found


def file_definitions(apps: Sequence[App]) -> dict[str, Definition]:
    """Every CSV file of an app, under its own name."""
    names = (path.rpartition("/")[2] for app in apps for path in app.inside("lookups"))
    return {n: Definition(n, n, Rules()) for n in names if n.endswith(_TABLE)}


def table_files(apps: Sequence[App]) -> dict[str, Callable[[], tuple[bytes, str]]]:
    """What reads each CSV file of the apps; the app that stands above wins."""
    return {
        path.rpartition("/")[2]: _reader(app, path)
        for app in apps
        for path in app.inside("lookups")
        if path.endswith(_TABLE)
    }


def yaml_definitions(apps: Sequence[App], problems: list[KnowledgeError]) -> dict[str, Definition]:
    """The published form: one YAML file per lookup beside its CSV file."""
    found = {}
    for app in apps:
        for path in app.inside("lookups", ".yml"):
            text = decode(app.read(path) or b"")
            for document in yaml_documents(text, app.place(path), problems):
                try:
                    definition = _yaml_definition(path, document)
                except (ValueError, TypeError) as error:
                    problems.append(
                        KnowledgeError(str(error), code="SPL602", origin=app.place(path))
                    )
                else:
                    if not _is_model(definition):
                        found[definition.name] = definition
    return found


def _is_model(definition: Definition) -> bool:
    """Whether the file is a model of the Machine Learning Toolkit, which is no table."""
    return (definition.filename or "").endswith(".mlmodel")


def _reader(app: App, path: str) -> Callable[[], tuple[bytes, str]]:
    return lambda: (app.read(path) or b"", app.place(path))


def _definition(name: str, settings: Settings) -> Definition:
    refusal = _refusal(settings)
    time_field = settings.get("time_field")
    maximum = settings.get("max_matches")
    rules = Rules(
        _match_types(settings.get("match_type")),
        flag(settings.get("case_sensitive_match"), default=True),
        _number(settings.get("min_matches"), 0),
        None if maximum is None else _number(maximum, 0),
        _text(settings.get("default_match")),
        _text(time_field),
    )
    if time_field is not None:
        rules = replace(
            rules,
            min_offset=_number(settings.get("min_offset_secs"), 0),
            max_offset=_number(settings.get("max_offset_secs"), 2_000_000_000),
        )
    columns = _text(settings.get("fields_list")) or ""
    condition = settings.get("filter")
    place = next(settings[key] for key in _LOOKUP_KEYS if key in settings)
    return Definition(
        name,
        _text(settings.get("filename")),
        rules,
        tuple(c.strip() for c in columns.split(",") if c.strip()),
        _text(settings.get("time_format")) or "%s.%Q",
        refusal,
        _text(settings.get("collection")),
        None if condition is None else row_filter(condition),
        place,
    )


def _refusal(settings: Settings) -> KnowledgeError | None:
    """Lookups that run a program, or that only a Splunk server holds, are refused by name."""
    kind = settings.get("external_type")
    command = settings.get("external_cmd")
    if command is not None:
        return command.error(
            "this lookup runs a script, and scripts are never run here",
            code="SPL605",
            hint="Put what it would answer in a CSV file and define the lookup with filename.",
        )
    if kind is not None and kind.value.lower() != "kvstore":
        return kind.error(f"lookups of type '{kind.value}' are not supported", code="SPL605")
    return None


def _match_types(setting: Setting | None) -> dict[str, str]:
    if setting is None:
        return {}
    try:
        return match_types(setting.value)
    except ValueError as error:
        raise setting.error(str(error)) from None


def match_types(text: str) -> dict[str, str]:
    """Read ``WILDCARD(a), CIDR(b)``.

    Raises:
        ValueError: it is not that.
    """
    found = {
        column.strip(): piece["kind"].upper()
        for piece in _MATCH_TYPE.finditer(text)
        for column in piece["column"].split(",")
    }
    bare = text.strip().upper() in ("", EXACT)
    if any(kind not in _KINDS for kind in found.values()) or not (found or bare):
        raise ValueError(f"'{text}' is not a match_type; write WILDCARD(column) or CIDR(column).")
    return found


def _yaml_definition(path: str, document: Mapping[str, Any]) -> Definition:
    name = str(document.get("name") or path.rpartition("/")[2].removesuffix(".yml"))
    kinds = document.get("match_type") or []
    text = ", ".join(kinds) if isinstance(kinds, list) else str(kinds)
    maximum = document.get("max_matches")
    default = document.get("default_match")
    rules = Rules(
        match_types(text),
        _yes(document.get("case_sensitive_match"), default=True),
        int(document.get("min_matches") or 0),
        None if maximum is None else int(maximum),
        None if default is None else _published(default),
    )
    columns = document.get("fields") or document.get("fields_list") or ()
    names = columns.split(",") if isinstance(columns, str) else columns
    collection = document.get("collection") or document.get("lookup_type") == "kvstore"
    filename = None if collection else str(document.get("filename") or f"{name}.csv")
    fields = tuple(str(c).strip() for c in names)
    kept_as = str(document.get("collection") or name)
    return Definition(name, filename, rules, fields, collection=kept_as)


def _published(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _yes(value: object, *, default: bool) -> bool:
    return default if value is None else str(value).strip().lower() in ("1", "true", "yes")


def _number(setting: Setting | None, default: int) -> int:
    return default if setting is None else setting.whole_number()


def _text(setting: Setting | None) -> str | None:
    return None if setting is None else setting.value


def _time(text: str, form: str) -> float | None:
    if form == "%s.%Q":
        try:
            return float(text)
        except ValueError:
            return None
    return strptime(text, form, UTC)
