"""The pipelines of ``python -m benchmarks engines`` in plain Python over rows: a dict per event."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from benchmarks.predicates import PREDICATES

Answer = list[list[object]]
Row = dict[str, Any]

REGEX = r'(?i)\b(\w+)\.exe"?\s(?=.*-(?:enc|k)\b)(?!.*service0\b)'
SIGNATURES = {"17": "PipeEvent (Pipe Created)", "18": "PipeEvent (Pipe Connected)"}


class Engine:
    """All events of the files as rows, in memory; their texts (`_raw`) are left out."""

    def __init__(self, paths: list[Path]) -> None:
        data = ds.dataset(paths)
        names = [name for name in data.schema.names if name != "_raw"]
        table = data.to_table(columns=names)
        self._rows: list[Row] = [
            {name: value for name, value in row.items() if value is not None}
            for row in table.to_pylist()
        ]

    def __len__(self) -> int:
        return len(self._rows)

    def answer(self, name: str) -> Answer:
        return _ANSWERS[name](self._rows)


def _code(rows: Iterable[Row], *codes: str) -> list[Row]:
    return [row for row in rows if row.get("EventCode") in codes]


def _base(path: str) -> str:
    return path.rsplit("\\", 1)[-1]


def _shown(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _named_pipe(rows: list[Row]) -> Answer:
    groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in _code(rows, "17", "18"):
        pipe = row["PipeName"].lower()
        if row["EventType"].lower() not in ("createpipe", "connectpipe"):
            continue
        if pipe in ("\\rmanfusservernotify32", "\\rmanfuscallbacknotify32") or pipe.startswith(
            "\\rmsprint"
        ):
            name, host, code = _base(row["Image"]), row["Computer"], row["EventCode"]
            key = (
                host, host, row["PipeName"], name, row["ProcessGuid"], row["ProcessId"], name,
                row["Image"], SIGNATURES[code], code, row["UserID"], "Microsoft Sysmon",
                row["Image"], row["PipeName"],
            )  # fmt: skip
            groups[key].append(row["_time"])
    return [[*key, _shown(min(t)), _shown(max(t)), len(t)] for key, t in groups.items()]


def _remcom(rows: list[Row]) -> Answer:
    groups: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in _code(rows, "1"):
        line, name = row["CommandLine"].lower(), _base(row["Image"])
        if name.lower() != "remcom.exe" and row["OriginalFileName"].lower() != "remcom.exe":
            continue
        if "\\" in line and ("/user:" in line or "/pwd:" in line):
            key = (
                row["Computer"], _base(row["User"]), _base(row["ParentImage"]), name,
                row["OriginalFileName"], row["CommandLine"], row["ProcessId"],
                row["ParentProcessId"],
            )  # fmt: skip
            groups[key].append(row["_time"])
    return [[*key, len(t), _shown(min(t)), _shown(max(t))] for key, t in groups.items()]


def _values(rows: list[Row]) -> Answer:
    counts: Counter[tuple[str, str]] = Counter()
    lines, users = defaultdict(set), defaultdict(set)
    for row in _code(rows, "1"):
        key = row["Computer"], row["ParentImage"]
        counts[key] += 1
        lines[key].add(row["CommandLine"])
        users[key].add(row["User"])
    return [[*key, n, sorted(lines[key]), len(users[key])] for key, n in counts.items()]


def _look_around(rows: list[Row]) -> Answer:
    search = re.compile(REGEX).search
    return _counted(row["Image"] for row in _code(rows, "1") if search(row["CommandLine"]))


def _rex(rows: list[Row]) -> Answer:
    search = re.compile(r'(\w+)\.exe"?\s+(-+\w+)').search
    found = (search(row["CommandLine"]) for row in _code(rows, "1"))
    return _counted(match.groups() for match in found if match)


def _case(rows: list[Row]) -> Answer:
    powershell = re.compile("(?i)powershell").search

    def kind(row: Row) -> str:
        if powershell(row.get("CommandLine", "")):
            return "ps"
        if float(row.get("DestinationPort", 0)) > 1024 and row.get("Initiated") == "true":
            return "net"
        return "wow" if "SysWOW64" in row["Image"] else "low"

    chosen = _code(rows, "1", "3")
    return _counted((f"{row.get('ParentImage', '?')}>{row['Image']}", kind(row)) for row in chosen)


def _eventstats(rows: list[Row]) -> Answer:
    lengths = defaultdict(list)
    for row in _code(rows, "1"):
        lengths[row["Computer"]].append(len(row["CommandLine"]))
    answer: Answer = []
    for host, all_ in lengths.items():
        if len(all_) > 1:
            limit = statistics.fmean(all_) + 3 * statistics.stdev(all_)
            far = sum(n > limit for n in all_)
            answer += [[host, far]] if far else []
    return answer


def _streamstats(rows: list[Row]) -> Answer:
    counts, totals = Counter[str](), Counter[str]()
    found = defaultdict(list)
    for row in sorted(_code(rows, "1"), key=lambda row: -row["_time"]):
        host = row["Computer"]
        counts[host] += 1
        totals[host] += len(row["CommandLine"])
        if counts[host] % 50 == 0:
            found[host].append(totals[host])
    return [[host, len(all_), max(all_)] for host, all_ in found.items()]


def _dedup(rows: list[Row]) -> Answer:
    newest: dict[tuple[str, str], float] = {}
    for row in rows:
        if "Image" in row:
            key = row["Computer"], row["Image"]
            newest[key] = max(newest.get(key, 0), row["_time"])
    return [[time, *key] for key, time in newest.items()]


def _sort(rows: list[Row]) -> Answer:
    def key(row: Row) -> tuple[int, str, float]:
        return -int(row["DestinationPort"]), row["DestinationHostname"], row["_time"]

    names = ("_time", "DestinationPort", "DestinationHostname")
    return [[row[name] for name in names] for row in sorted(_code(rows, "3"), key=key)[:1000]]


def _join(rows: list[Row]) -> Answer:
    asked, hosts = Counter[str](), defaultdict(set)
    for row in _code(rows, "22"):
        asked[row["QueryName"]] += 1
        hosts[row["QueryName"]].add(row["Computer"])
    counts, sums, most = Counter[str](), Counter[str](), Counter[str]()
    for row in _code(rows, "3"):
        name, image = row["DestinationHostname"], row["Image"]
        if name in asked:
            counts[image] += 1
            sums[image] += asked[name]
            most[image] = max(most[image], len(hosts[name]))
    return [[image, n, sums[image], most[image]] for image, n in counts.items()]


def _multivalue(rows: list[Row]) -> Answer:
    match = re.compile("([^=]+)=(.+)").search
    counts, hashes = Counter[str](), defaultdict(set)
    for row in _code(rows, "1"):
        for item in row["Hashes"].split(","):
            if found := match(item):
                counts[found[1]] += 1
                hashes[found[1]].add(found[2])
    return [[name, n, len(hashes[name])] for name, n in counts.items()]


def _bin(rows: list[Row]) -> Answer:
    counts: Counter[tuple[float, str]] = Counter()
    images = defaultdict(set)
    for row in rows:
        key = row["_time"] // 300 * 300, row["Computer"]
        counts[key] += 1
        if "Image" in row:
            images[key].add(row["Image"])
    return [[*key, n, len(images[key])] for key, n in counts.items()]


def _predicates(rows: list[Row]) -> Answer:
    answer: Answer = []
    for number, (field, pattern) in enumerate(PREDICATES):
        text = ".*".join(map(re.escape, pattern.split("*")))
        fits = re.compile(text, re.IGNORECASE | re.DOTALL).fullmatch
        found = (row["Computer"] for row in rows if field in row and fits(row[field]))
        answer += [[number, *row] for row in _counted(found)]
    return answer


def _counted(keys: Iterable[Any]) -> Answer:
    return [[*((key,) if isinstance(key, str) else key), n] for key, n in Counter(keys).items()]


_ANSWERS: dict[str, Callable[[list[Row]], Answer]] = {
    "seed rule: named pipe": _named_pipe,
    "seed rule: remcom": _remcom,
    "stats values, dc": _values,
    "regex, look-around": _look_around,
    "rex": _rex,
    "case, concat": _case,
    "eventstats": _eventstats,
    "streamstats": _streamstats,
    "dedup": _dedup,
    "sort": _sort,
    "join": _join,
    "multivalue": _multivalue,
    "bin, stats": _bin,
    "200 predicates": _predicates,
}
NAMES = tuple(_ANSWERS)
