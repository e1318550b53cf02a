"""The pipelines of ``python -m benchmarks engines`` in SQL, as one would write them for DuckDB.

DuckDB does not mind the case of names: ProcessId is ProcessId_1 beside ProcessID.
"""

# ruff: noqa: E501 - tables are wide
from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.engine_rows import REGEX
from benchmarks.predicates import PREDICATES

Answer = list[list[object]]

_TIMES = (
    "strftime(make_timestamp(floor(min(_time))::bigint * 1000000), '%Y-%m-%dT%H:%M:%S'), "
    "strftime(make_timestamp(floor(max(_time))::bigint * 1000000), '%Y-%m-%dT%H:%M:%S')"
)
_REX = r"""regexp_extract(CommandLine, '(\w+)\.exe"?\s+(-+\w+)', ['exe', 'switch'])"""
_BASE = r"regexp_extract({}, '[^\\]*$')"

QUERIES = {
    "seed rule: named pipe": f"""
        with kept as (
            select Computer dest, Computer dvc, PipeName pipe_name, {_BASE.format("Image")} process_exec,
                ProcessGuid, ProcessId_1, {_BASE.format("Image")} process_name, Image process_path,
                case EventCode when '17' then 'PipeEvent (Pipe Created)'
                    else 'PipeEvent (Pipe Connected)' end signature,
                EventCode, UserID, 'Microsoft Sysmon' vendor_product, Image, PipeName, _time
            from e
            where EventCode in ('17', '18') and lower(EventType) in ('createpipe', 'connectpipe')
                and (lower(PipeName) in ('\\rmanfusservernotify32', '\\rmanfuscallbacknotify32')
                    or starts_with(lower(PipeName), '\\rmsprint')))
        select * exclude (_time), {_TIMES}, count(*) from kept
        where dest is not null and Image is not null and PipeName is not null
            and ProcessGuid is not null and ProcessId_1 is not null and UserID is not null
        group by all""".replace("\\\\rm", "\\rm"),
    "seed rule: remcom": f"""
        with kept as (
            select Computer, {_BASE.format('"User"')} u, {_BASE.format("ParentImage")} parent,
                {_BASE.format("Image")} name, OriginalFileName, CommandLine, ProcessId_1,
                ParentProcessId, _time
            from e
            where EventCode = '1' and contains(CommandLine, '\\')
                and (lower({_BASE.format("Image")}) = 'remcom.exe'
                    or lower(OriginalFileName) = 'remcom.exe')
                and (contains(lower(CommandLine), '/user:')
                    or contains(lower(CommandLine), '/pwd:')))
        select * exclude (_time), count(*), {_TIMES} from kept
        where Computer is not null and u is not null and parent is not null and name is not null
            and OriginalFileName is not null and ProcessId_1 is not null
            and ParentProcessId is not null
        group by all""".replace("'\\\\'", "'\\'"),
    "stats values, dc": """
        select Computer, ParentImage, count(*),
            list_sort(coalesce(list(distinct CommandLine) filter (CommandLine is not null), [])),
            count(distinct "User")
        from e where EventCode = '1' and Computer is not null and ParentImage is not null
        group by all""",
    "regex, look-around": """
        with lines as materialized (
            select distinct CommandLine from e where EventCode = '1' and CommandLine is not null),
        found as (select CommandLine from lines where fits(CommandLine))
        select Image, count(*) from e
        where EventCode = '1' and CommandLine in (select CommandLine from found)
            and Image is not null
        group by all""",
    "rex": f"""
        select g.exe, g.switch, count(*)
        from (select {_REX} g from e where EventCode = '1') where g.exe <> '' group by all""",
    "case, concat": """
        select coalesce(ParentImage, '?') || '>' || Image way,
            case when regexp_matches(CommandLine, '(?i)powershell') then 'ps'
                when try_cast(DestinationPort as double) > 1024 and Initiated = 'true' then 'net'
                when contains(Image, 'SysWOW64') then 'wow' else 'low' end kind,
            count(*)
        from e where EventCode in ('1', '3') and Image is not null group by all""",
    "eventstats": """
        select Computer, count(*) from (
            select Computer, n, avg(n) over w a, stddev_samp(n) over w s from (
                select Computer, length(CommandLine) n from e where EventCode = '1')
            window w as (partition by Computer))
        where n > a + 3 * s and Computer is not null group by all""",
    "streamstats": """
        select Computer, count(*), max(total) from (
            select Computer, row_number() over w c, sum(n) over w total from (
                select _time, Computer, length(CommandLine) n from e
                where EventCode = '1' and Computer is not null)
            window w as (partition by Computer order by _time desc
                rows between unbounded preceding and current row))
        where c % 50 = 0 group by all""",
    "dedup": """
        select max(_time), Computer, Image from e
        where Computer is not null and Image is not null group by all""",
    "sort": """
        select _time, DestinationPort, DestinationHostname from e where EventCode = '3'
        order by try_cast(DestinationPort as bigint) desc nulls last,
            DestinationHostname nulls last, _time
        limit 1000""",
    "join": """
        with asked as (
            select QueryName, count(*) asked, count(distinct Computer) hosts from e
            where EventCode = '22' and QueryName is not null group by all)
        select Image, count(*), sum(asked), max(hosts)
        from e join asked on DestinationHostname = asked.QueryName
        where EventCode = '3' and Image is not null group by all""",
    "multivalue": """
        select g.alg, count(*), count(distinct g.hash) from (
            select regexp_extract(h, '([^=]+)=(.+)', ['alg', 'hash']) g from (
                select unnest(string_split(Hashes, ',')) h from e where EventCode = '1'))
        where g.alg <> '' group by all""",
    "bin, stats": """
        select floor(_time / 300) * 300 start, Computer, count(*), count(distinct Image)
        from e where Computer is not null group by all""",
}


class Engine:
    """A connection with a view of the files."""

    def __init__(self, paths: list[Path]) -> None:
        self._connection = duckdb.connect()
        files = ", ".join(f"'{path}'" for path in paths)
        self._connection.execute(
            f"create view e as select * from read_parquet([{files}], union_by_name = true)"
        )

    def answer(self, name: str) -> Answer:
        if name == "200 predicates":
            return self._predicates()
        if name == "regex, look-around":
            self._add_regex()
        return self._rows(QUERIES[name])

    def _rows(self, query: str) -> Answer:
        return [list(row) for row in self._connection.execute(query).fetchall()]

    def _add_regex(self) -> None:
        """DuckDB knows no look-around: Python's `re`, asked once of each command line."""
        search = re.compile(REGEX).search

        def fits(texts: pa.Array) -> pa.Array:
            return pa.array([search(text) is not None for text in texts.to_pylist()])

        self._connection.create_function(
            "fits", fits, [duckdb.sqltypes.VARCHAR], duckdb.sqltypes.BOOLEAN, type="arrow"
        )

    def _predicates(self) -> Answer:
        fields = ", ".join(sorted({field for field, _ in PREDICATES}))
        self._connection.execute(f"create table asked as select Computer, {fields} from e")
        found: Answer = []
        for number, (field, pattern) in enumerate(PREDICATES):
            text = re.sub("([%_~])", r"~\1", pattern).replace("*", "%").replace("'", "''")
            rows = self._rows(
                f"select Computer, count(*) from asked where {field} ilike '{text}' escape '~' "
                "and Computer is not null group by all"
            )
            found += [[number, *row] for row in rows]
        return found
