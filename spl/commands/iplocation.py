"""iplocation: where an address is, from a table that the user gives."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Self

from spl.columns.table import Table
from spl.commands._arguments import only_word, options_and_items
from spl.commands._book import Scope, command
from spl.commands._extraction import extract, overlay
from spl.commands._job import Job
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

    Options: `prefix` goes before the names; `allfields` adds every other column there is; `lang` is
    understood and changes nothing. Private and reserved addresses and what is no address get
    nothing (Splunk, Search Reference: iplocation).

    Deviations: no data comes with this program. It is read from a lookup table called iplocation
    that the user gives: a column ``ip`` matched as ``CIDR(ip)``, and the columns named above.
    Without it a search that meets a public address ends with an error.

    [{"ip": "10.1.2.3"}] | iplocation ip -> [{"ip": "10.1.2.3"}]
    """

    field: str
    prefix: str = ""
    allfields: bool = False

    @classmethod
    def bind(cls, node: ast.Command, scope: Scope) -> Self:
        """Read options and field."""
        options, items = options_and_items(node)
        prefix, allfields = options.text("prefix", ""), options.flag("allfields")
        options.maybe("lang")
        options.close()
        return cls(only_word(node, items, "a field with an address"), prefix, allfields)

    def apply(self, table: Table, job: Job) -> Table:
        """Look up the addresses of one batch."""
        try:
            source = job.knowledge.lookup(_SOURCE)
        except BindError:
            source = None
        return overlay(table, extract(table.column(self.field), partial(self._place, source)))

    def _place(self, source: LookupTable | None, value: Value) -> Mapping[str, Value]:
        text = next(iter(as_texts(value)), "").strip()
        if not _is_public(text):
            return {}
        if source is None:
            raise RunError(
                f"iplocation cannot tell where {text} is: there is no table of places.",
                code="SPL431",
                hint="Give a lookup called 'iplocation' with match_type CIDR(ip) and the columns "
                f"ip, {', '.join(_FEW)}.",
            )
        row = next(iter(source.find({"ip": text})), {})
        names = [n for n in source.columns if n != "ip"] if self.allfields else _FEW
        return {self.prefix + name: row[name] for name in names if name in row}


def _is_public(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).is_global
    except ValueError:
        return False
