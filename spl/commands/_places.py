"""Places of addresses, read from a MaxMind DB file that the user gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from spl.errors import DataError, RunError
from spl.values.value import Value

Record: TypeAlias = Mapping[str, Any]


@lru_cache(maxsize=4)
def open_places(path: Path) -> Callable[[str], Record | None]:
    """What finds the record of an address in the file at *path*; kept open for later searches.

    Raises:
        RunError: SPL403, the package maxminddb is not installed.
        DataError: SPL511, the file is no MaxMind DB.
    """
    try:
        import maxminddb
    except ImportError:
        raise RunError(
            "maxminddb is not installed.",
            code="SPL403",
            hint="Install it with: pip install maxminddb.",
        ) from None
    try:
        reader = maxminddb.open_database(str(path))
    except (OSError, maxminddb.InvalidDatabaseError) as error:
        raise DataError(f"{path} is no MaxMind DB file: {error}.", code="SPL511") from None

    def find(address: str) -> Record | None:
        try:
            record = reader.get(address)
        except (ValueError, maxminddb.InvalidDatabaseError):
            return None
        return record if isinstance(record, dict) else None

    return find


def place_fields(record: Record, lang: str) -> dict[str, Value]:
    """The fields that iplocation makes of a record; names in *lang*, else in English."""
    divisions = record.get("subdivisions")
    region = divisions[0] if isinstance(divisions, list) and divisions else {}
    location = _mapping(record.get("location"))
    fields: dict[str, Value] = {
        "City": _name(record.get("city"), lang),
        "Country": _name(record.get("country"), lang),
        "Region": _name(region, lang),
        "lat": _plain(location.get("latitude")),
        "lon": _plain(location.get("longitude")),
        "Continent": _name(record.get("continent"), lang),
        "MetroCode": _plain(location.get("metro_code")),
        "Timezone": _plain(location.get("time_zone")),
    }
    return {name: value for name, value in fields.items() if value is not None}


def _name(part: object, lang: str) -> Value:
    names = _mapping(_mapping(part).get("names"))
    return _plain(names.get(lang, names.get("en")))


def _mapping(part: object) -> Mapping[str, Any]:
    return part if isinstance(part, dict) else {}


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | float) else None
