"""What the shipped apps make of Sysmon, Security 4688 and CrowdStrike events, field by field."""

from __future__ import annotations

import io
import json
from functools import cache

import pytest

from spl.columns.table import Table
from spl.events.fields import dataset_table
from spl.events.load import load
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.values.environment import Environment
from spl.values.value import Value

ENV = Environment(now=1_700_000_000.0)
SYSMON = "Microsoft-Windows-Sysmon/Operational"
READ = cache(Knowledge.read)


def xml(channel: str, event_id: int, data: dict[str, str], security: str = "") -> str:
    values = "".join(f"<Data Name='{name}'>{value}</Data>" for name, value in data.items())
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        "<Provider Name='Microsoft-Windows-Test' Guid='{5770385F}'/>"
        f"<EventID>{event_id}</EventID><Version>2</Version><Level>4</Level>"
        f"<Task>{event_id}</Task><Opcode>0</Opcode><Keywords>0x8020000000000000</Keywords>"
        "<TimeCreated SystemTime='2024-01-02T03:04:05.678Z'/><EventRecordID>77</EventRecordID>"
        "<Correlation/><Execution ProcessID='2816' ThreadID='2452'/>"
        f"<Channel>{channel}</Channel><Computer>host.example</Computer><Security{security}/>"
        f"</System><EventData>{values}</EventData></Event>\n"
    )


def partition(log: str, **settings: str) -> Partition:
    loaded = load(io.BytesIO(log.encode()), knowledge=READ(), env=ENV, **settings)
    (found,) = loaded.partitions
    return found


def sysmon(event_id: int, sourcetype: str = "XmlWinEventLog", **data: str) -> Partition:
    times = {"RuleName": "-", "UtcTime": "2024-01-02 03:04:05.000"}
    log = xml(SYSMON, event_id, times | data, " UserID='S-1-5-18'")
    return partition(log, sourcetype=sourcetype)


def row(table: Table) -> dict[str, Value]:
    (found,) = table.rows()
    return found


def processes(events: Partition) -> dict[str, Value]:
    model, dataset = READ().dataset("Endpoint.Processes")
    assert dataset is not None
    return row(dataset_table(events, model, dataset, ENV))


IMAGE = {"Image": r"C:\Temp\a b.exe", "ProcessId": "42", "ProcessGuid": "{G}"}
SOURCE = {"SourceImage": r"C:\s.exe", "SourceProcessId": "1"}
TARGET = {"TargetImage": r"C:\t.exe", "TargetProcessId": "2"}
OWN = {
    "process_name": "a b.exe",
    "process_exec": "a b.exe",
    "process_path": r"C:\Temp\a b.exe",
    "process_id": "42",
    "process_guid": "{G}",
}
OF_TARGET = {
    "process_name": "t.exe",
    "process_exec": "t.exe",
    "process_path": r"C:\t.exe",
    "process_id": "2",
    "process_guid": "{T}",
    "parent_process_name": "s.exe",
    "parent_process_exec": "s.exe",
    "parent_process_path": r"C:\s.exe",
    "parent_process_id": "1",
    "parent_process_guid": "{S}",
}
PROCESS_TAGS = ("process", "report", "track_event_signatures")
START = {
    **IMAGE,
    "OriginalFileName": "A.EXE",
    "CommandLine": "a b.exe &lt;x&gt;",
    "CurrentDirectory": "C:\\",
    "User": r"DOMAIN\ann",
    "IntegrityLevel": "High",
    "Hashes": "SHA1=AA,MD5=BB,SHA256=CC,IMPHASH=DD",
    "ParentProcessGuid": "{P}",
    "ParentProcessId": "7",
    "ParentImage": r"C:\p.exe",
    "ParentCommandLine": "p.exe -x",
}

CASES = [
    (
        1,
        START,
        {
            **OWN,
            "signature": "Process creation",
            "EventDescription": "Process creation",
            "action": "allowed",
            "user": "ann",
            "process": "a b.exe &lt;x&gt;",
            "original_file_name": "A.EXE",
            "process_integrity_level": "High",
            "process_current_directory": "C:\\",
            "process_hash": "SHA1=AA,MD5=BB,SHA256=CC,IMPHASH=DD",
            "MD5": "BB",
            "SHA1": "AA",
            "SHA256": "CC",
            "IMPHASH": "DD",
            "parent_process": "p.exe -x",
            "parent_process_name": "p.exe",
            "parent_process_exec": "p.exe",
            "parent_process_path": r"C:\p.exe",
            "parent_process_id": "7",
            "parent_process_guid": "{P}",
            "tag": PROCESS_TAGS,
        },
    ),
    (
        2,
        {**IMAGE, "TargetFilename": r"C:\x\f.txt", "CreationUtcTime": "then"},
        {
            **OWN,
            "signature": "A process changed a file creation time",
            "action": "modified",
            "file_path": r"C:\x\f.txt",
            "file_name": "f.txt",
            "file_create_time": "then",
            "tag": ("endpoint", "filesystem", "track_event_signatures"),
        },
    ),
    (
        3,
        {**IMAGE, "DestinationHostname": "-", "DestinationIp": "10.0.0.1", "Initiated": "true"},
        {"dest": "10.0.0.1", "direction": "outbound", "dest_ip": "10.0.0.1", "action": "allowed"},
    ),
    (
        5,
        IMAGE,
        {
            **OWN,
            "process": r"C:\Temp\a b.exe",
            "action": "blocked",
            "signature": "Process terminated",
        },
    ),
    (
        6,
        {"ImageLoaded": r"C:\d.sys", "Hashes": "MD5=BB", "Signed": "true"},
        {
            "process_path": r"C:\d.sys",
            "process_hash": "MD5=BB",
            "service_signature_exists": "true",
            "signature": "Driver loaded",
            "tag": PROCESS_TAGS,
        },
    ),
    (
        7,
        {**IMAGE, "ImageLoaded": r"C:\l.dll", "OriginalFileName": "-", "User": r"D\ann"},
        {
            **OWN,
            "loaded_file": "l.dll",
            "loaded_file_path": r"C:\l.dll",
            "original_file_name": None,
            "user": "ann",
            "action": "success",
            "tag": ("process", "report", "success", "track_event_signatures"),
        },
    ),
    (
        8,
        {**SOURCE, **TARGET, "SourceProcessGuid": "{S}", "TargetProcessGuid": "{T}"},
        {**OF_TARGET, "signature": "CreateRemoteThread", "parent_process": None},
    ),
    (9, {**IMAGE, "Device": "d"}, {**OWN, "signature": "RawAccessRead", "action": "allowed"}),
    (
        10,
        {
            **SOURCE,
            **TARGET,
            "SourceProcessGUID": "{S}",
            "TargetProcessGUID": "{T}",
            "GrantedAccess": "0x1fffff",
        },
        {**OF_TARGET, "granted_access": "0x1fffff", "signature": "ProcessAccess"},
    ),
    (
        11,
        {**IMAGE, "TargetFilename": r"C:\f", "CreationUtcTime": "2024-01-02 03:04:05.000"},
        {**OWN, "action": "created", "file_name": "f"},
    ),
    (11, {"TargetFilename": r"C:\f", "CreationUtcTime": "x"}, {"action": "modified"}),
    (
        12,
        {**IMAGE, "EventType": "DeleteValue", "TargetObject": r"HKU\S\key"},
        {
            "action": "deleted",
            "registry_path": r"HKU\S\key",
            "registry_key_name": "key",
            "registry_hive": "HKEY_CURRENT_USER",
            "status": "success",
        },
    ),
    (
        13,
        {**IMAGE, "TargetObject": r"HKLM\System\key\name", "Details": "DWORD (0x00000001)"},
        {
            "action": "modified",
            "registry_path": r"HKLM\System\key\name",
            "registry_key_name": "key",
            "registry_value_name": "name",
            "registry_value_data": "0x00000001",
            "registry_value_type": "REG_DWORD",
            "registry_hive": "HKEY_LOCAL_MACHINE\\\\System",
            "tag": ("endpoint", "registry", "track_event_signatures"),
        },
    ),
    (
        13,
        {"TargetObject": r"HKLM\x\y", "Details": "Binary Data"},
        {"registry_value_data": "Binary Data", "registry_value_type": None},
    ),
    (
        15,
        {**IMAGE, "TargetFilename": r"C:\a b.txt:Zone.Identifier", "Hash": "MD5=BB"},
        {
            **OWN,
            "file_path": r"C:\a b.txt",
            "file_name": "a b.txt",
            "file_hash": "MD5=BB",
            "MD5": "BB",
        },
    ),
    (
        17,
        {**IMAGE, "EventType": "CreatePipe", "PipeName": r"\pipe"},
        {
            **OWN,
            "pipe_name": r"\pipe",
            "signature": "PipeEvent (Pipe Created)",
            "action": "allowed",
        },
    ),
    (
        18,
        {**IMAGE, "EventType": "ConnectPipe", "PipeName": r"\pipe"},
        {**OWN, "pipe_name": r"\pipe", "signature": "PipeEvent (Pipe Connected)"},
    ),
    (
        22,
        {**IMAGE, "QueryName": "a.example", "QueryStatus": "0", "QueryResults": "::1;1.2.3.4;"},
        {
            "query": "a.example",
            "reply_code_id": "0",
            "answer": ("::1", "1.2.3.4"),
            "src": "host.example",
            "dest": None,
            "process_id": None,
        },
    ),
    (
        26,
        {**IMAGE, "TargetFilename": r"C:\f", "Hashes": "MD5=BB"},
        {**OWN, "action": "deleted", "file_hash": "MD5=BB", "process_hash": None},
    ),
    (255, {"ID": "x"}, {"signature": "Error", "process_id": "2816", "process_guid": "{5770385F}"}),
    (99, {}, {"signature": "Unknown", "eventtype": ("ms-sysmon", "windows_event_signature")}),
]


@pytest.mark.parametrize(("event_id", "data", "expected"), CASES)
def test_sysmon(event_id: int, data: dict[str, str], expected: dict[str, Value]) -> None:
    found = row(sysmon(event_id, **data).table)
    assert {name: found.get(name) for name in expected} == expected


@pytest.mark.parametrize(
    "sourcetype", ["XmlWinEventLog", "xmlwineventlog", f"XmlWinEventLog:{SYSMON}"]
)
def test_every_sysmon_event_has_these(sourcetype: str) -> None:
    found = row(sysmon(5, sourcetype, **IMAGE).table)
    expected = {
        "dest": "host.example",
        "dvc": "host.example",
        "dvc_nt_host": "host.example",
        "signature_id": "5",
        "EventChannel": SYSMON,
        "RecordID": "77",
        "RecordNumber": "77",
        "event_id": "77",
        "id": "77",
        "severity_id": "4",
        "severity": "informational",
        "SecurityID": "S-1-5-18",
        "TimeCreated": "2024-01-02T03:04:05.678Z",
        "vendor_product": "Microsoft Sysmon",
        "os": "Microsoft Windows",
    }
    assert {name: found.get(name) for name in expected} == expected


def test_user_id_is_the_writer_of_the_event_with_quotes() -> None:
    assert row(sysmon(17, **IMAGE).table)["user_id"] == "'S-1-5-18'"
    bare = partition(xml(SYSMON, 17, IMAGE))
    assert "user_id" not in row(bare.table)


def test_all_by_fields_of_the_pipe_rule() -> None:
    by = (
        "dest dvc pipe_name process_exec process_guid process_id process_name process_path "
        "signature signature_id user_id vendor_product Image PipeName EventCode EventType _time"
    )
    found = row(sysmon(18, **IMAGE, EventType="ConnectPipe", PipeName=r"\p").table)
    assert set(by.split()) <= set(found)


CREATION = {
    "SubjectUserSid": "S-1-5-18",
    "SubjectUserName": "HOST$",
    "SubjectDomainName": "WORKGROUP",
    "SubjectLogonId": "0x3e7",
    "NewProcessId": "0x1b28",
    "NewProcessName": r"C:\Tools\RemCom.exe",
    "TokenElevationType": "%%1936",
    "ProcessId": "0x10",
    "CommandLine": r'"C:\Tools\RemCom.exe" \\srv /user:x cmd',
    "TargetUserName": "-",
    "TargetDomainName": "-",
    "ParentProcessName": r"C:\Windows\explorer.exe",
}


def test_process_creation_4688() -> None:
    found = row(partition(xml("Security", 4688, CREATION)).table)
    expected = {
        "dest": "host.example",
        "user": "HOST$",
        "user_id": None,
        "process": CREATION["CommandLine"],
        "process_name": "RemCom.exe",
        "process_exec": "RemCom.exe",
        "process_path": r"C:\Tools\RemCom.exe",
        "process_id": "0x1b28",
        "process_guid": None,
        "process_command_line_process": r'"C:\Tools\RemCom.exe"',
        "process_command_line_arguments": r"\\srv /user:x cmd",
        "parent_process": r"C:\Windows\explorer.exe",
        "parent_process_name": "explorer.exe",
        "parent_process_path": r"C:\Windows\explorer.exe",
        "parent_process_id": "0x10",
        "new_process_name": "RemCom.exe",
        "Process_Command_Line": CREATION["CommandLine"],
        "Token_Elevation_Type_id": "1936",
        "Keywords": "Audit Success",
        "action": "allowed",
        "signature": "A new process has been created",
        "src_user": "HOST$",
        "session_id": "0x3e7",
        "vendor_product": "Microsoft Windows",
        "vendor": "Microsoft",
        "product": "Windows",
    }
    assert {name: found.get(name) for name in expected} == expected
    tags = found["tag"]
    assert isinstance(tags, tuple)
    assert {"process", "report", "execute", "start", "os", "security", "windows"} <= set(tags)


@pytest.mark.parametrize(
    ("command_line", "process"),
    [
        (r"C:\Tools\RemCom.exe -a", r"C:\Tools\RemCom.exe -a"),
        (r"remcom.exe \\srv -a", r"C:\Tools\RemCom.exe \\srv -a"),
        ("remcom.exe", r"C:\Tools\RemCom.exe"),
        ("", r"C:\Tools\RemCom.exe"),
    ],
)
def test_process_of_4688(command_line: str, process: str) -> None:
    data = CREATION | {"CommandLine": command_line}
    assert row(partition(xml("Security", 4688, data)).table)["process"] == process


def test_process_of_4688_quotes_a_path_with_blanks() -> None:
    data = CREATION | {"CommandLine": "r.exe -a", "NewProcessName": r"C:\My Tools\r.exe"}
    found = row(partition(xml("Security", 4688, data)).table)
    assert found["process"] == r'"C:\My Tools\r.exe" -a'


def test_user_of_4688_is_the_target_where_there_is_one() -> None:
    data = CREATION | {"TargetUserName": "ann"}
    assert row(partition(xml("Security", 4688, data)).table)["user"] == "ann"


ROLLUP = {
    "event_simpleName": "ProcessRollup2",
    "event_platform": "Win",
    "aid": "a1",
    "UserSid": "S-1-5-21",
    "CommandLine": '"C:\\Tools\\RemCom.exe" \\\\srv /user:x',
    "ImageFileName": "\\Device\\HarddiskVolume1\\Tools\\RemCom.exe",
    "ParentBaseFileName": "explorer.exe",
    "ParentProcessId": "11",
    "TargetProcessId": "12",
    "IntegrityLevel": "12288",
    "SHA256HashData": "cc",
    "timestamp": "1713805173418",
}


def test_crowdstrike_process_rollup() -> None:
    events = partition(json.dumps(ROLLUP) + "\n")
    found = row(events.table)
    expected = {
        "dest": None,
        "user": "S-1-5-21",
        "user_id": "S-1-5-21",
        "process": r"C:\Tools\RemCom.exe \\srv /user:x",
        "process_name": "RemCom.exe",
        "process_exec": "RemCom.exe",
        "process_path": r"C:\Tools\RemCom.exe",
        "process_id": "12",
        "process_hash": "cc",
        "process_integrity_level": "high",
        "parent_process": None,
        "parent_process_id": "11",
        "parent_process_name": "explorer.exe",
        "parent_process_exec": "explorer.exe",
        "vendor_product": "CrowdStrike FDR",
        "action": "allowed",
        "tag": ("process", "report"),
    }
    assert {name: found.get(name) for name in expected} == expected
    assert processes(events)["dest"] == "unknown"


REMCOM_FIELDS = """dest user parent_process_name process_name original_file_name process process_id
parent_process_id"""


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            lambda: sysmon(1, **START),
            ["host.example", "ann", "p.exe", "a b.exe", "A.EXE", "a b.exe &lt;x&gt;", "42", "7"],
        ),
        (
            lambda: partition(xml("Security", 4688, CREATION)),
            [
                "host.example",
                "HOST$",
                "explorer.exe",
                "RemCom.exe",
                "unknown",
                CREATION["CommandLine"],
                "0x1b28",
                "0x10",
            ],
        ),
        (
            lambda: partition(json.dumps(ROLLUP)),
            [
                "unknown",
                "S-1-5-21",
                "explorer.exe",
                "RemCom.exe",
                "unknown",
                r"C:\Tools\RemCom.exe \\srv /user:x",
                "12",
                "11",
            ],
        ),
    ],
)
def test_endpoint_processes(events, expected: list[str]) -> None:  # type: ignore[no-untyped-def]
    found = processes(events())
    assert [found[name] for name in REMCOM_FIELDS.split()] == expected


def test_security_4624_and_account_events() -> None:
    logon = {"TargetUserName": "ann", "IpAddress": "10.0.0.1", "LogonType": "3"}
    found = row(partition(xml("Security", 4624, logon)).table)
    assert (found["user"], found["src_ip"], found["Logon_Type"]) == ("ann", "10.0.0.1", "3")
    assert (found["action"], found["app"]) == ("success", "win:remote")
    assert "authentication" in (found["tag"] or ())


def test_a_channel_without_stanza_has_no_dest() -> None:
    found = row(partition(xml("Microsoft-Windows-NTLM/Operational", 8004, {"A": "1"})).table)
    assert "dest" not in found
    assert (found["dvc"], found["A"]) == ("host.example", "1")


@pytest.mark.parametrize(
    ("channel", "event_id", "data", "expected"),
    [
        (
            "System",
            7045,
            {"ServiceName": "svc", "ImagePath": r"C:\s.exe", "StartType": "demand start"},
            {"service": "svc", "service_path": r"C:\s.exe", "status": "installed"},
        ),
        ("System", 7036, {"param1": "svc", "param2": "stopped"}, {"status": "stopped"}),
        ("System", 7040, {"param1": "svc", "param3": "auto start"}, {"start_mode": "auto start"}),
        (
            "Security",
            4663,
            {"ObjectName": r"C:\x\f.txt", "ProcessName": r"C:\p.exe", "SubjectUserName": "ann"},
            {
                "object_file_name": "f.txt",
                "file_path": r"C:\x\f.txt",
                "process_name": r"C:\p.exe",
                "src_user": "ann",
                "user": None,
            },
        ),
        ("Security", 5145, {"ShareName": r"\\*\IPC$", "IpAddress": "::1"}, {"src_ip": None}),
        ("Security", 4698, {"TaskName": r"\t", "SubjectUserName": "ann"}, {"user": "ann"}),
        (
            "Microsoft-Windows-PowerShell/Operational",
            4104,
            {"ScriptBlockText": "x"},
            {"dest": "host.example", "ScriptBlockText": "x", "tag": "track_event_signatures"},
        ),
    ],
)
def test_other_windows_events(
    channel: str, event_id: int, data: dict[str, str], expected: dict[str, Value]
) -> None:
    found = row(partition(xml(channel, event_id, data)).table)
    assert {name: found.get(name) for name in expected} == expected
