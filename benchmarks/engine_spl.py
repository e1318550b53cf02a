"""The pipelines of ``python -m benchmarks engines`` as searches."""

# ruff: noqa: E501 - tables are wide
from __future__ import annotations

from pathlib import Path

import pyarrow.compute  # as the other engines: imported before the clock runs
import pyarrow.parquet  # noqa: F401

import spl
from benchmarks.predicates import PREDICATES

Answer = list[list[object]]

_CTIME = "| `security_content_ctime(firstTime)` | `security_content_ctime(lastTime)`"
_PIPE_BY = (
    "dest dvc pipe_name process_exec process_guid process_id process_name process_path signature "
    "signature_id user_id vendor_product Image PipeName"
)
_REMCOM_BY = (
    "Processes.dest Processes.user Processes.parent_process_name Processes.process_name "
    "Processes.original_file_name Processes.process Processes.process_id "
    "Processes.parent_process_id"
)

SEARCHES = {
    "seed rule: named pipe": '`sysmon` EventCode IN (17, 18) EventType IN ("CreatePipe", "ConnectPipe") '
    r'PipeName IN ("\\RManFUSServerNotify32", "\\RManFUSCallbackNotify32", "\\RMSPrint*") '
    f"| stats min(_time) as firstTime max(_time) as lastTime count by {_PIPE_BY} {_CTIME}",
    "seed rule: remcom": "| tstats `security_content_summariesonly` count min(_time) as firstTime "
    "max(_time) as lastTime from datamodel=Endpoint.Processes where (Processes.process_name="
    'remcom.exe OR Processes.original_file_name=RemCom.exe) Processes.process="*\\\\*" '
    f'Processes.process IN ("*/user:*", "*/pwd:*") by {_REMCOM_BY} '
    f"| `drop_dm_object_name(Processes)` {_CTIME}",
    "stats values, dc": "EventCode=1 | stats count values(CommandLine) AS lines dc(User) AS users "
    "by Computer, ParentImage",
    "regex, look-around": r'EventCode=1 | regex CommandLine="(?i)\b(\w+)\.exe\"?\s'
    r'(?=.*-(?:enc|k)\b)(?!.*service0\b)" | stats count by Image',
    "rex": r'EventCode=1 | rex field=CommandLine "(?<exe>\w+)\.exe\"?\s+(?<switch>-+\w+)" '
    "| stats count by exe, switch",
    "case, concat": 'EventCode IN (1, 3) | eval way=coalesce(ParentImage, "?").">".Image, '
    'kind=case(match(CommandLine, "(?i)powershell"), "ps", DestinationPort>1024 AND '
    r'Initiated="true", "net", like(Image, "%SysWOW64%"), "wow", true(), "low") '
    "| stats count by way, kind",
    "eventstats": "EventCode=1 | eval n=len(CommandLine) | eventstats avg(n) AS a stdev(n) AS s "
    "by Computer | where n>a+3*s | stats count by Computer",
    "streamstats": "EventCode=1 | eval n=len(CommandLine) | streamstats count AS c sum(n) AS total "
    "by Computer | where c%50=0 | stats count max(total) AS most by Computer",
    "dedup": "Image=* | dedup Computer, Image | table _time, Computer, Image",
    "sort": "EventCode=3 | sort 1000 -DestinationPort, DestinationHostname, _time "
    "| table _time, DestinationPort, DestinationHostname",
    "join": "EventCode=3 | join DestinationHostname [search EventCode=22 | stats count AS asked "
    "dc(Computer) AS hosts by QueryName | rename QueryName AS DestinationHostname] "
    "| stats count sum(asked) AS asked max(hosts) AS hosts by Image",
    "multivalue": 'EventCode=1 | eval h=split(Hashes, ",") | mvexpand h '
    '| rex field=h "(?<alg>[^=]+)=(?<hash>.+)" | stats count dc(hash) AS hashes by alg',
    "bin, stats": "index=* | bin _time span=5m | stats count dc(Image) AS images by _time, Computer",
}


class Engine:
    """A session that has just been made."""

    def __init__(self, paths: list[Path]) -> None:
        self._session = spl.Session()
        self._session.load(paths[0].parents[1])

    def answer(self, name: str) -> Answer:
        if name == "200 predicates":
            return [[i, *row] for i, p in enumerate(PREDICATES) for row in self._matching(*p)]
        return self._rows(SEARCHES[name])

    def _matching(self, field: str, pattern: str) -> Answer:
        written = pattern.replace("\\", "\\\\")
        return self._rows(f'{field}="{written}" | stats count by Computer')

    def _rows(self, search: str) -> Answer:
        results = self._session.search(search)
        return [[row.get(name) for name in results.columns] for row in results]
