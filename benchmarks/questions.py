"""Twelve typical searches, each with the plain Python that answers it over a list of rows."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

Row = Mapping[str, str]
Answer = list[dict[str, object]]


class Question(NamedTuple):
    """A search and what it means."""

    search: str
    plain: Callable[[list[dict[str, str]]], Answer]


def _code(rows: Iterable[Row], code: str) -> list[Row]:
    return [row for row in rows if row["EventCode"] == code]


def _counted(name: str, values: Iterable[str]) -> Answer:
    return [{name: key, "count": str(n)} for key, n in sorted(Counter(values).items())]


def _how_many(rows: Iterable[Row]) -> Answer:
    return [{"count": str(sum(1 for _ in rows))}]


def _encoded(rows: list[dict[str, str]]) -> Answer:
    fits = re.compile(r".*-enc.*", re.IGNORECASE | re.DOTALL).fullmatch
    return _counted("User", (r["User"] for r in _code(rows, "1") if fits(r["CommandLine"])))


def _destinations(rows: list[dict[str, str]]) -> Answer:
    found = defaultdict(set)
    for row in _code(rows, "3"):
        if row["DestinationPort"] == "443":
            found[row["Image"]].add(row["DestinationIp"])
    return [{"Image": image, "n": str(len(ips))} for image, ips in sorted(found.items())]


def _five(rows: list[dict[str, str]]) -> Answer:
    counted = Counter(row["Image"] for row in _code(rows, "1"))
    best = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:5]
    return [{"Image": image, "count": str(n)} for image, n in best]


def _long(rows: list[dict[str, str]]) -> Answer:
    lengths = [n for row in _code(rows, "1") if (n := len(row["CommandLine"])) > 200]
    return [{"count": str(len(lengths)), "longest": str(max(lengths))}]


def _programs(rows: list[dict[str, str]]) -> Answer:
    search = re.compile(r"(?P<exe>\w+\.exe)").search
    found = (search(row["CommandLine"]) for row in _code(rows, "1"))
    return _counted("exe", (match["exe"] for match in found if match))


def _users(rows: list[dict[str, str]]) -> Answer:
    found = defaultdict(set)
    for row in _code(rows, "1"):
        found[row["ParentImage"]].add(row["User"])
    return [
        {"ParentImage": image, "users": sorted(users) if len(users) > 1 else min(users)}
        for image, users in sorted(found.items())
    ]


def _shells(rows: list[dict[str, str]]) -> Answer:
    ends = ("\\powershell.exe", "\\cmd.exe")
    fits = (
        row["Computer"]
        for row in _code(rows, "1")
        if row["Image"].lower().endswith(ends) and "system" not in row["User"].lower()
    )
    return _counted("host", fits)


def _ports(rows: list[dict[str, str]]) -> Answer:
    ports = (int(row["DestinationPort"]) for row in _code(rows, "3"))
    return _counted("kind", ("low" if port < 1024 else "high" for port in ports))


def _hours(rows: list[dict[str, str]]) -> Answer:
    return _counted("hour", (row["UtcTime"][:13] for row in rows))


def _quiet(rows: list[dict[str, str]]) -> Answer:
    counted = Counter((row["Computer"], row["User"]) for row in _code(rows, "1"))
    rare = sorted(pair for pair, n in counted.items() if n == 1)
    return [{"host": host, "User": user, "count": "1"} for host, user in rare]


def _codes(rows: list[dict[str, str]]) -> Answer:
    return _counted("EventCode", (row["EventCode"] for row in rows))


QUESTIONS = (
    Question("EventCode=1 | stats count", lambda rows: _how_many(_code(rows, "1"))),
    Question("index=* | stats count by EventCode", _codes),
    Question('EventCode=1 CommandLine="*-enc*" | stats count by User', _encoded),
    Question("EventCode=3 DestinationPort=443 | stats dc(DestinationIp) AS n by Image", _destinations),  # noqa: E501 - one line each
    Question("EventCode=1 | stats count by Image | sort 5 -count, +Image", _five),
    Question("EventCode=1 | eval n=len(CommandLine) | where n>200 | stats count max(n) AS longest", _long),  # noqa: E501 - one line each
    Question(r'EventCode=1 | rex field=CommandLine "(?<exe>\w+\.exe)" | stats count by exe', _programs),  # noqa: E501 - one line each
    Question("EventCode=1 | stats values(User) AS users by ParentImage", _users),
    Question(
        r'EventCode=1 (Image="*\\powershell.exe" OR Image="*\\cmd.exe") NOT User="*system*"'
        " | stats count by host",
        _shells,
    ),
    Question('EventCode=3 | eval kind=if(DestinationPort<1024, "low", "high") | stats count by kind', _ports),  # noqa: E501 - one line each
    Question('index=* | eval hour=strftime(_time, "%Y-%m-%d %H") | stats count by hour', _hours),
    Question("EventCode=1 | stats count by host, User | where count=1", _quiet),
)  # fmt: skip
