"""Two hundred wildcard predicates, such as rules ask of Sysmon events."""

# ruff: noqa: E501 - tables are wide
from __future__ import annotations

_PROGRAMS = (
    "cmd", "powershell", "rundll32", "wmic", "net", "whoami", "svchost", "chrome", "certutil",
    "bitsadmin", "mshta", "regsvr32", "schtasks", "psexec", "vssadmin", "wbadmin", "bcdedit",
    "nltest", "dsquery", "adfind", "procdump", "rclone", "cscript", "wscript", "msbuild",
    "installutil", "regasm", "odbcconf", "cmstp", "program77",
)  # fmt: skip
_WORDS = (
    "-enc", "mimikatz", "privilege::debug", "/user:", "/pwd:", "delete shadows", "-NoProfile",
    "service19", "--type=renderer", "DownloadString", "sekurlsa", "lsass", "comsvcs.dll",
    "urlcache", "/transfer", "javascript:", "ActiveX", "-ep bypass", "hidden", "IEX", "FromBase64",
    "net group", "domain admins", "reg save", "sam.hive", "ntds.dit", "wevtutil cl", "fsutil usn",
    "Set-MpPreference", "DisableRealtime", "Add-Type", "Invoke-", "ping -n", "timeout /t", "1234",
    "nul & exit", "abcdef", "service2*-p", "prefetch:1*exit", "handle=9*1 /",
)  # fmt: skip
_FOLDERS = (
    "System32",
    "SysWOW64",
    "Google",
    "Microsoft Office",
    "Agents",
    "Temp",
    "Users",
    "Public",
)
_KEYS = (
    "\\Services\\*\\ImagePath", "\\CurrentVersion\\Run*", "\\Vendor7\\*", "*Setting39", "\\Policies\\*",
    "\\Vendor12\\Parameters\\Setting1", "\\Winlogon\\Shell", "\\Debugger", "\\Image File Execution*",
    "HKU\\*Vendor899*",
)  # fmt: skip

PREDICATES: tuple[tuple[str, str], ...] = (
    *(("Image", f"*\\{name}.exe") for name in _PROGRAMS),
    *(("ParentImage", f"*\\{name}.exe") for name in _PROGRAMS),
    *(("CommandLine", f"*{word}*") for word in _WORDS),
    *(("ParentCommandLine", f"*{word}*") for word in _WORDS),
    *(("ImageLoaded", f"*\\{name}.dll") for name in _PROGRAMS[:12]),
    *(("TargetFilename", f"*\\{name}\\*.tmp") for name in _FOLDERS),
    *(("TargetFilename", f"*{digit}f.tmp") for digit in "0123456789"),
    *(("TargetObject", f"*{key.strip('*')}{'*' * key.endswith('*')}") for key in _KEYS),
    *(("QueryName", f"server{number}*.example.net") for number in range(1, 11)),
    *(("DestinationHostname", f"*{number}.example.net") for number in range(11, 21)),
)
"""A field and a pattern: ``*`` stands for any text, and case does not count."""

assert len(PREDICATES) == 200
