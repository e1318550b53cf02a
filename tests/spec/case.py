"""One case of the spec files: how it is read, run and judged."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

import spl

FOLDER = Path(__file__).parent
KEYS = frozenset(
    {
        "search", "given", "want", "error", "because", "ordered", "columns", "numbers", "json",
        "macros", "lookups", "events", "now", "tz", "warnings", "id", "others",
    }
)  # fmt: skip


NOW = 1_700_000_000
OWN = frozenset({"macros", "lookups", "events", "now", "tz"})
WRITES = ("collect", "outputlookup", "outputcsv")


@dataclass(frozen=True)
class Case:
    """A case and where it stands."""

    name: str
    data: Mapping[str, Any]

    def needs_a_session_of_its_own(self) -> bool:
        """Whether it brings things into the session, or may leave some there."""
        return bool(OWN & self.data.keys()) or any(word in self.data["search"] for word in WRITES)

    def session(self, **engine: Any) -> spl.Session:
        """A session as the case describes it."""
        now = self.data.get("now", NOW)
        session = spl.Session(now=now, tz=self.data.get("tz", "UTC"), **engine)
        session.macros.update(self.data.get("macros", {}))
        session.lookups.update(self.data.get("lookups", {}))
        for batch in self.data.get("events", ()):
            session.collect(batch["rows"], **{k: v for k, v in batch.items() if k != "rows"})
        return session

    def check(self, session: spl.Session) -> None:
        """Run the search and compare."""
        try:
            results = session.search(self.data["search"], rows=self.data.get("given"))
        except spl.SplError as error:
            self.check_error(error)
            return
        assert "error" not in self.data, f"no error, but {list(results)}"
        rows = [self._comparable(row) for row in results]
        want = [self._comparable(row) for row in self.data["want"]]
        if self.data.get("ordered", True):
            assert rows == want
        else:
            assert sorted(map(_key, rows)) == sorted(map(_key, want))
        if "columns" in self.data:
            assert results.columns == self.data["columns"]
        for part in self.data.get("warnings", ()):
            assert any(part in sentence for sentence in results.warnings), results.warnings

    def check_error(self, error: spl.SplError) -> None:
        """Compare an error, or raise it where none was expected."""
        if "error" not in self.data:
            raise error
        wanted = self.data["error"]
        assert error.code == wanted["code"], error.render()
        if "text" in wanted:
            assert error.span is not None
            assert self.data["search"][error.span.start : error.span.end] == wanted["text"]

    def _comparable(self, row: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._value(name, value) for name, value in row.items()}

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(name, item) for item in value]
        if name in self.data.get("numbers", ()):
            return _rounded(float(value))
        return json.loads(value) if name in self.data.get("json", ()) else value


def _key(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True)


def _rounded(number: float) -> float:
    return float(f"{number:.9g}") if math.isfinite(number) else number


def read_cases(pattern: str = "**/*.yaml") -> Iterator[Case]:
    """Every case of the files that match *pattern*."""
    # CSafeLoader reads texts as SafeLoader does, ten times as fast.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for path in sorted(FOLDER.glob(pattern)):
        cases: Sequence[Mapping[str, Any]] = yaml.load(path.read_text("utf-8"), loader) or ()
        place = path.relative_to(FOLDER).with_suffix("")
        for number, data in enumerate(cases, 1):
            yield Case(f"{place}:{data.get('id', number)}", data)
