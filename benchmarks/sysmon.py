"""Sysmon events with all the fields that Sysmon writes: about 1.5 KB each.

Values are distributed as in real logs: some hundred programs, of which a few make most events, with
the same hashes, vendors and parents each time; few users and hosts; identifiers, times and some
command lines that never repeat.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from xml.sax.saxutils import escape

_START = datetime(2024, 11, 13, tzinfo=UTC)
_VENDORS = (
    ("C:\\Windows\\System32", "Microsoft® Windows® Operating System", "Microsoft Corporation"),
    ("C:\\Program Files\\Google\\Chrome\\Application", "Google Chrome", "Google LLC"),
    ("C:\\Windows\\SysWOW64", "Microsoft® Windows® Operating System", "Microsoft Corporation"),
    ("C:\\Program Files (x86)\\Microsoft Office\\Office16", "Microsoft Office", "Microsoft"),
    ("C:\\Program Files\\Agents & Tools", "Endpoint Agent", "Example, Inc."),
)
_FIRST = ("svchost", "chrome", "cmd", "powershell", "conhost", "rundll32", "net", "whoami", "wmic")
# ruff: noqa: ARG001, E501 - every kind is given all; tables are wide
_KEYS = (
    "HKLM\\System\\CurrentControlSet\\Services",
    "HKU\\S-1-5-21-1004336348\\Software",
    "HKLM\\SOFTWARE",
)
_KINDS = ("1", "3", "7", "10", "11", "12", "13", "22", "5", "17", "18")
_WEIGHTS = (18, 20, 13, 11, 10, 6, 10, 6, 4, 1, 1)


def lines(count: int, seed: int = 7, *, distinct: bool = False) -> Iterator[str]:
    """Yield *count* events, each a line of XML; the same ones for the same *seed*.

    With *distinct* no command line is the same as another one.
    """
    random = Random(seed)
    for number in range(count):
        moment = _START + timedelta(milliseconds=137 * number + random.randrange(137))
        kind = random.choices(_KINDS, _WEIGHTS)[0]
        data = _data(random, kind, moment)
        if distinct and kind == "1":
            data["CommandLine"] += f" #{number:x}"
            data["ParentCommandLine"] += f" #{number:x}"
        yield _line(number, kind, moment, data, random)


def _line(number: int, kind: str, moment: datetime, data: dict[str, str], random: Random) -> str:
    fields = "".join(f"<Data Name='{name}'>{escape(v)}</Data>" for name, v in data.items())
    time = moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "000Z"
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        "<Provider Name='Microsoft-Windows-Sysmon' Guid='{5770385f-c22a-43e0-bf4c-06f5698ffbd9}'/>"
        f"<EventID>{kind}</EventID><Version>5</Version><Level>4</Level><Task>{kind}</Task>"
        "<Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>"
        f"<TimeCreated SystemTime='{time}'/><EventRecordID>{number}</EventRecordID><Correlation/>"
        f"<Execution ProcessID='2412' ThreadID='{3000 + 4 * _tail(random, 9)}'/>"
        "<Channel>Microsoft-Windows-Sysmon/Operational</Channel>"
        f"<Computer>host{_tail(random, 200)}.example.com</Computer><Security UserID='S-1-5-18'/>"
        f"</System><EventData>{fields}</EventData></Event>\n"
    )


@cache
def _program(number: int) -> dict[str, str]:
    """A program and what its file says about it."""
    folder, product, company = _VENDORS[number % len(_VENDORS)]
    name = _FIRST[number] if number < len(_FIRST) else f"program{number}"
    digest = hashlib.sha512(str(number).encode()).hexdigest().upper()
    hashes = f"MD5={digest[:32]},SHA256={digest[32:96]},IMPHASH={digest[96:128]}"
    return {
        "Image": f"{folder}\\{name}.exe", "FileVersion": f"10.0.19041.{number}",
        "Description": f"{name} of {product}", "Product": product, "Company": company,
        "OriginalFileName": f"{name}.exe", "Hashes": hashes,
    }  # fmt: skip


def _data(random: Random, kind: str, moment: datetime) -> dict[str, str]:
    program = _program(_tail(random, 400))
    user = f"CORP\\user{_tail(random, 300)}" if random.random() < 0.4 else "NT AUTHORITY\\SYSTEM"
    head = {
        "RuleName": "-" if random.random() < 0.8 else f"technique_id=T{1000 + _tail(random, 300)}",
        "UtcTime": moment.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
    }
    own = {"ProcessGuid": _guid(random), "ProcessId": str(4 * random.randrange(1, 5000)),
           "Image": program["Image"]}  # fmt: skip
    return head | _KIND[kind](random, own, program, user)


def _started(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    parent = _program(_tail(random, 90))
    command_line = _command_line(random, program["Image"])
    if random.random() < 0.0002:
        own = own | {"Image": "C:\\Windows\\RemCom.exe"}
        program = program | {"Image": own["Image"], "OriginalFileName": "RemCom.exe"}
        command_line = f"RemCom.exe \\\\host{_tail(random, 200)} /user:admin /pwd:secret cmd"
    return own | program | {
        "CommandLine": command_line, "CurrentDirectory": "C:\\Windows\\system32\\",
        "User": user, "LogonGuid": _guid(random, 500), "LogonId": hex(_tail(random, 900) + 999),
        "TerminalSessionId": str(_tail(random, 4)), "IntegrityLevel": ("System", "High", "Medium")[_tail(random, 3)],
        "Hashes": program["Hashes"], "ParentProcessGuid": _guid(random, 40_000), "ParentProcessId": str(4 * _tail(random, 5000)),
        "ParentImage": parent["Image"], "ParentCommandLine": _command_line(random, parent["Image"]), "ParentUser": user,
    }  # fmt: skip


def _connected(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    port = ("443", "80", "53", "445", "3389", "49800")[_tail(random, 6)]
    return own | {
        "User": user, "Protocol": "tcp", "Initiated": "true", "SourceIsIpv6": "false",
        "SourceIp": f"10.1.{_tail(random, 40)}.{_tail(random, 250)}",
        "SourceHostname": f"host{_tail(random, 200)}.example.com", "SourcePort": str(random.randrange(49152, 65536)),
        "SourcePortName": "-", "DestinationIsIpv6": "false",
        "DestinationIp": f"203.0.{_tail(random, 40)}.{random.randrange(256)}",
        "DestinationHostname": f"server{_tail(random, 3000)}.example.net", "DestinationPort": port, "DestinationPortName": "https",
    }  # fmt: skip


def _loaded(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    library = _program(_tail(random, 2000))
    about = {name: library[name] for name in list(library)[1:]}
    path = library["Image"].replace(".exe", ".dll")
    return own | {"ImageLoaded": path} | about | {
        "Signed": "true", "Signature": library["Company"], "SignatureStatus": "Valid", "User": user,
    }  # fmt: skip


def _accessed(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    trace = "|".join(f"C:\\Windows\\SYSTEM32\\ntdll.dll+{_tail(random, 60):05x}" for _ in range(12))
    return {
        "SourceProcessGUID": own["ProcessGuid"], "SourceProcessId": own["ProcessId"], "SourceThreadId": str(_tail(random, 9000)),
        "SourceImage": own["Image"], "TargetProcessGUID": _guid(random, 3000), "TargetProcessId": str(4 * _tail(random, 5000)),
        "TargetImage": _program(_tail(random, 90))["Image"], "GrantedAccess": hex(0x1000 + _tail(random, 30)),
        "CallTrace": trace, "SourceUser": user, "TargetUser": "NT AUTHORITY\\SYSTEM",
    }  # fmt: skip


def _created(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    path = (
        f"C:\\Users\\user{_tail(random, 300)}\\AppData\\Local\\Temp\\{random.getrandbits(48):x}.tmp"
    )
    return own | {
        "TargetFilename": path,
        "CreationUtcTime": "2024-11-13 00:00:00.000",
        "User": user,
    }


def _keyed(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    key = f"{_KEYS[_tail(random, 3)]}\\Vendor{_tail(random, 900)}\\Parameters\\Setting{_tail(random, 40)}"
    return {"EventType": "CreateKey"} | own | {"TargetObject": key, "User": user}


def _set(random: Random, own: dict[str, str], program: dict[str, str], user: str) -> dict[str, str]:
    value = f"DWORD (0x{_tail(random, 5000):08x})" if random.random() < 0.8 else ""
    return _keyed(random, own, program, user) | {"EventType": "SetValue", "Details": value}


def _asked(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    name = f"server{_tail(random, 3000)}.example.net"
    return own | {
        "QueryName": name,
        "QueryStatus": "0",
        "QueryResults": f"::ffff:203.0.{_tail(random, 40)}.7;",
        "User": user,
    }


def _piped(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    name = f"\\mojo.{_tail(random, 5000)}.{random.getrandbits(40):x}"
    if random.random() < 0.5:
        name = f"\\pipe{_tail(random, 300)}"
    if random.random() < 0.002:
        name = ("\\RManFUSServerNotify32", "\\RMSPrint1")[_tail(random, 2)]
    event = ("CreatePipe", "ConnectPipe")[_tail(random, 2)]
    return {"EventType": event} | own | {"PipeName": name, "User": user}


def _ended(
    random: Random, own: dict[str, str], program: dict[str, str], user: str
) -> dict[str, str]:
    return own | {"User": user}


_KIND = {
    "1": _started, "3": _connected, "7": _loaded, "10": _accessed, "11": _created, "12": _keyed,
    "13": _set, "22": _asked, "5": _ended, "17": _piped, "18": _piped,
}  # fmt: skip


def _command_line(random: Random, image: str) -> str:
    """Two thirds repeat; of the rest every one is different, some encoded, very few an attack."""
    dice = random.random()
    if dice < 0.65:
        return f'"{image}" -k service{_tail(random, 2000)} -p'
    if dice < 0.97:
        return f"{image} --type=renderer --handle={random.getrandbits(64)} /prefetch:1 > nul & exit"
    if dice < 0.9998:
        return f"{image} -NoProfile -enc {random.getrandbits(1600):x}"
    return f"{image} privilege::debug mimikatz exit"


def _guid(random: Random, most: int = 0) -> str:
    number = _tail(random, most) * 0x9E3779B97F4A7C15 if most else random.getrandbits(120)
    text = f"{number:032X}"
    return f"{{{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:32]}}}"


def _tail(random: Random, most: int) -> int:
    """A number below *most*, small ones far more often."""
    return min(most - 1, int(random.paretovariate(0.8)) - 1)
