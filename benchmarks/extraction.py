"""``python -m benchmarks.extraction``: what each kind of .conf setting costs, what laziness saves.

Everything is told as a ratio to one ``re.search`` over the text of every event, measured in turns.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tabulate import tabulate

import spl
from benchmarks.generate import events, xml

Times = defaultdict[str, list[float]]

PROPS = r"""
[bench]
KV_MODE = none
EXTRACT-host = <Computer>(?<machine>[^<]+)<
REPORT-one = event_data
REPORT-two = every_data
FIELDALIAS-dest = machine AS dest
EVAL-short = lower(mvindex(split(machine, "."), 0))
LOOKUP-site = sites machine OUTPUT site
[pairs]
KV_MODE = auto
[json]
KV_MODE = json
[hundred]
KV_MODE = none
"""
TRANSFORMS = r"""
[event_data]
REGEX = <EventData>(?<EventData>.*?)</EventData>
[every_data]
SOURCE_KEY = EventData
REGEX = <Data Name='([^']+)'>([^<]*)</Data>
FORMAT = $1::$2
[sites]
filename = sites.csv
"""
EVENT_TYPES = "[start]\nsearch = Image=*powershell* OR Image=*cmd*\n"
TAGS = "[eventtype=start]\nprocess = enabled\n"
HUNDRED = "".join(f"EXTRACT-f{n:02} = <EventRecordID>(?<f{n:02}>\\d+)<\n" for n in range(100))

STEPS = (
    ("EXTRACT, one group", "xml", "bench", "machine"),
    ("REPORT, one named group", "xml", "bench", "EventData"),
    ("REPORT, name::value from each match", "xml", "bench", "Image"),
    ("FIELDALIAS of an EXTRACT", "xml", "bench", "dest"),
    ("EVAL over an EXTRACT", "xml", "bench", "short"),
    ("LOOKUP by an EXTRACT", "xml", "bench", "site"),
    ("event types and tags over a REPORT", "xml", "bench", "tag"),
    ("KV_MODE = auto", "pairs", "pairs", "Image"),
    ("KV_MODE = json", "json", "json", "Image"),
)  # sourcetype and form of the log, and the field that is asked for


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    options.add_argument("--events", type=int, default=20_000, help="how many events")
    options.add_argument("--runs", type=int, default=5, help="how often each thing is measured")
    chosen = options.parse_args()
    times: Times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        texts = logs(Path(folder), chosen.events)
        for _ in range(chosen.runs):
            measure(times, Path(folder), texts)
    report(times, chosen.events)


def logs(folder: Path, count: int) -> list[str]:
    """Write the app and the logs; the texts of the events in XML."""
    rows = list(events(count))
    default, lookups = folder / "app" / "default", folder / "app" / "lookups"
    for path in (default, lookups):
        path.mkdir(parents=True)
    (default / "props.conf").write_text(PROPS + HUNDRED)
    (default / "transforms.conf").write_text(TRANSFORMS)
    (default / "eventtypes.conf").write_text(EVENT_TYPES)
    (default / "tags.conf").write_text(TAGS)
    machines = sorted({row["Computer"] for row in rows})
    sites = "".join(f"{machine},{n % 7}\n" for n, machine in enumerate(machines))
    (lookups / "sites.csv").write_text(f"machine,site\n{sites}")
    texts = [f"event {xml(row)}".replace("<Event ", "<Entry ") for row in rows]
    pairs = [" ".join(f'{name}="{value}"' for name, value in row.items()) for row in rows]
    quote = {ord("\\"): "\\\\", ord('"'): '\\"'}
    json = [
        "{" + ", ".join(f'"{n}": "{v.translate(quote)}"' for n, v in row.items()) + "}"
        for row in rows
    ]
    for name, lines in (("xml", texts), ("pairs", pairs), ("json", json)):
        (folder / name).write_text("\n".join(lines))
    return texts


def measure(times: Times, folder: Path, texts: list[str]) -> None:
    """Ask a fresh session for each field, so that nothing is known before."""
    search = re.compile("<Computer>([^<]+)<").search
    cpu(times, "re.search", lambda: [search(text) for text in texts])
    for title, form, sourcetype, field in STEPS:
        session = load(folder, form, sourcetype)
        cpu(times, title, lambda: session.search(f"* | stats count by {field}"))  # noqa: B023
        cpu(times, f"{title} again", lambda: session.search(f"* | stats count by {field}"))  # noqa: B023
    for title, fields in (("three fields", "f01 f02 f03"), ("a hundred fields", "f*")):
        session = load(folder, "xml", "hundred")
        cpu(times, title, lambda: session.search(f"* | table {fields} | stats count"))  # noqa: B023
    session = load(folder, "xml", "hundred")
    cpu(times, "table *", lambda: session.search("* | table * | stats count"))
    session = load(folder, "xml", "hundred")
    rare = "EventRecordID>77<"
    cpu(times, "three fields of one event", lambda: session.search(f'"{rare}" | table f01 f02 f03'))


def load(folder: Path, form: str, sourcetype: str) -> spl.Session:
    session = spl.Session(apps=[folder / "app"])
    session.load(folder / form, source=form, sourcetype=sourcetype)
    return session


def cpu(times: Times, name: str, work: Callable[[], object]) -> None:
    """Do *work* and note its processor time in seconds."""
    start = time.process_time()
    work()
    times[name].append(time.process_time() - start)


def report(times: Times, count: int) -> None:
    """Print medians of processor time, and ratios of them."""
    mid = {name: median(values) for name, values in times.items()}
    unit = mid["re.search"]
    print(
        f"{count:,} events; one re.search over each takes {1e6 * unit / count:.2f} µs per event\n"
    )
    steps = [
        (title, 1e6 * mid[title] / count, mid[title] / unit, mid[f"{title} again"] / unit)
        for title, *_ in STEPS
    ]
    headers = ("step", "µs per event", "re.searches", "asked again")
    print(tabulate(steps, headers, floatfmt=".1f"))
    whole = mid["a hundred fields"]
    lazy = [
        (name, 1e6 * mid[name] / count, mid[name] / whole)
        for name in ("three fields of one event", "three fields", "a hundred fields", "table *")
    ]
    print("\nAn app of a hundred EXTRACTs, and a search that asks for some of their fields:\n")
    print(tabulate(lazy, ("search", "µs per event", "of a hundred"), floatfmt=".2f"))


if __name__ == "__main__":
    main()
