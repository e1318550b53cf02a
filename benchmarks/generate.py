"""Sysmon-like events with values distributed as in real logs: few users, long tails, rare words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from xml.sax.saxutils import escape

Event = dict[str, str]

_START = datetime(2024, 11, 13, tzinfo=UTC)
_PROGRAMS = ("svchost", "chrome", "cmd", "powershell", "conhost", "rundll32", "net", "whoami")
_FOLDERS = ("C:\\Windows\\System32", "C:\\Program Files\\Google", "C:\\Users\\Public")
_DATA = {
    "1": ("UtcTime", "ProcessGuid", "ProcessId", "Image", "CommandLine", "User", "ParentImage"),
    "3": (
        "UtcTime",
        "ProcessGuid",
        "ProcessId",
        "Image",
        "User",
        "DestinationIp",
        "DestinationPort",
    ),
    "11": ("UtcTime", "ProcessGuid", "ProcessId", "Image", "TargetFilename"),
    "13": ("UtcTime", "ProcessGuid", "ProcessId", "Image", "TargetObject", "Details"),
}


def events(count: int, seed: int = 7) -> Iterator[Event]:
    """Yield *count* events as rows; the same ones for the same *seed*."""
    random = Random(seed)
    for number in range(count):
        moment = _START + timedelta(milliseconds=137 * number)
        image = f"{_pick(random, _FOLDERS)}\\{_pick(random, _PROGRAMS)}.exe"
        event = {
            "EventCode": random.choices(("1", "3", "11", "13"), (35, 25, 20, 20))[0],
            "EventRecordID": str(number),
            "Computer": f"host{_tail(random, 200)}.example.com",
            "UtcTime": moment.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
            "ProcessGuid": f"{{{random.getrandbits(64):016x}}}",
            "ProcessId": str(random.randrange(4, 20_000, 4)),
            "Image": image,
            "User": f"CORP\\user{_tail(random, 300)}" if random.random() < 0.7 else "NT\\SYSTEM",
        }
        event |= _details(random, image)
        wanted = ("EventCode", "EventRecordID", "Computer", *_DATA[event["EventCode"]])
        yield {name: event[name] for name in wanted}


def _details(random: Random, image: str) -> Event:
    return {
        "CommandLine": _command_line(random, image),
        "ParentImage": f"C:\\Windows\\{_pick(random, _PROGRAMS)}.exe",
        "DestinationIp": f"10.{_tail(random, 40)}.{random.randrange(256)}.{_tail(random, 250)}",
        "DestinationPort": _pick(random, ("443", "80", "53", "445", "3389", "49800")),
        "TargetFilename": f"C:\\Users\\user{_tail(random, 300)}\\{random.getrandbits(32):x}.tmp",
        "TargetObject": f"HKLM\\SOFTWARE\\Vendor{_tail(random, 900)}\\Setting",
        "Details": f"DWORD (0x{_tail(random, 5000):08x})",
    }


def _command_line(random: Random, image: str) -> str:
    """Two thirds repeat; of the rest every one is different, some encoded, very few an attack."""
    dice = random.random()
    if dice < 0.65:
        return f'"{image}" -k service{_tail(random, 2000)} -p'
    if dice < 0.97:
        return f"{image} --type=renderer --field-trial-handle={random.getrandbits(64)} /prefetch:1"
    if dice < 0.9998:
        return f"{image} -NoProfile -enc {random.getrandbits(1600):x}"
    return f"{image} privilege::debug mimikatz exit"


def _tail(random: Random, most: int) -> int:
    """A number below *most*, small ones far more often."""
    return min(most - 1, int(random.paretovariate(0.8)) - 1)


def _pick(random: Random, values: tuple[str, ...]) -> str:
    return values[_tail(random, len(values))]


def xml(event: Event) -> str:
    """The event as Windows writes it, on one line."""
    data = "".join(
        f"<Data Name='{name}'>{escape(event[name])}</Data>" for name in _DATA[event["EventCode"]]
    )
    time = event["UtcTime"].replace(" ", "T") + "0000Z"
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        "<Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/>"
        f"<EventID>{event['EventCode']}</EventID><Version>5</Version><Level>4</Level>"
        f"<Task>{event['EventCode']}</Task><Opcode>0</Opcode>"
        f"<Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime='{time}'/>"
        f"<EventRecordID>{event['EventRecordID']}</EventRecordID><Correlation/>"
        "<Execution ProcessID='2412' ThreadID='3120'/>"
        "<Channel>Microsoft-Windows-Sysmon/Operational</Channel>"
        f"<Computer>{event['Computer']}</Computer><Security UserID='S-1-5-18'/></System>"
        f"<EventData>{data}</EventData></Event>"
    )
