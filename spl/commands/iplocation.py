"""iplocation: where an address is, from a file or a table that the user gives."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
from spl.commands._places import Record, open_places, place_fields
from spl.errors import BindError, RunError
from spl.knowledge.lookups import LookupTable
from spl.language import ast
from spl.values.value import Value, as_texts

_SOURCE = "iplocation"
_FEW = ("City", "Country", "Region", "lat", "lon")


@command(
    "iplocation [prefix=s] [allfields=bool] [lang=s] field", shape="options", category="Fields"
)
@dataclass(frozen=True)
class Iplocation:
    """Adds City, Country, Region, lat and lon of an address.

    Options: `prefix`, what goes before the names; `allfields`, add Continent, MetroCode and
    Timezone too, default false; `lang`, the language of the names, default en. Private and reserved
    addresses and what is no address get nothing (Splunk, Search Reference: iplocation).

    Deviations: no data comes with this program. It is read from a MaxMind or DB-IP city database
    that the user gives (``--geoip FILE``, SPL_GEOIP, ``Session(geoip=…)``; needs
    ``pip install maxminddb``), or else from a lookup table called iplocation: a column ``ip``
    matched as ``CIDR(ip)``, and columns of the names above. Without either a search that meets a
    public address ends with an error. What is not known is null.

    [{"ip": "10.1.2.3"}] | iplocation ip -> [{"ip": "10.1.2.3"}]
    """

    field: str
    prefix: str = ""
    allfields: bool = False
    lang: str = "en"

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read options and field."""
        options, items = options_and_items(node)
        prefix, allfields = options.text("prefix", ""), options.flag("allfields")
        lang = options.text("lang", "en")
        options.close()
        return cls(only_word(node, items, "a field with an address"), prefix, allfields, lang)

    def apply(self, table: Table, job: Job) -> Table:
        """Look up the addresses of one batch."""
        column = table.column(self.field)
        if job.geoip is not None:
            return overlay(table, extract(column, partial(self._record, open_places(job.geoip))))
        try:
            source = job.knowledge.lookup(_SOURCE)
        except BindError:
            source = None
        return overlay(table, extract(column, partial(self._place, source)))

    def _record(self, find: Callable[[str], Record | None], value: Value) -> Mapping[str, Value]:
        """The fields that a database has of an address."""
        record = find(next(iter(as_texts(value)), "").strip())
        found = {} if record is None else place_fields(record, self.lang)
        names = found if self.allfields else _FEW
        return {self.prefix + name: found[name] for name in names if name in found}

    def _place(self, source: LookupTable | None, value: Value) -> Mapping[str, Value]:
        """The columns that a table has of an address."""
        text = next(iter(as_texts(value)), "").strip()
        if not _is_public(text):
            return {}
        if source is None:
            raise RunError(
                f"iplocation cannot tell where {text} is: no places are known.",
                code="SPL431",
                hint="Give a MaxMind or DB-IP file: --geoip FILE, or Session(geoip=FILE).",
            )
        row = next(iter(source.find({"ip": text})), {})
        names = [n for n in source.columns if n != "ip"] if self.allfields else _FEW
        return {self.prefix + name: row[name] for name in names if name in row}


def _is_public(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False
