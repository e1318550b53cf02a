"""What other tools exported is read as the events that Splunk would have indexed."""

import csv
import io
import json
from pathlib import Path

import pytest

from spl.errors import DataError
from spl.session import Session

DATASETS = Path(__file__).parents[3] / "datasets"
SYSMON = "Microsoft-Windows-Sysmon"
GUID = "{5770385F-C22A-43E0-BF4C-06F5698FFBD9}"
CHANNEL = f"{SYSMON}/Operational"

DATA = {
    "RuleName": "-",
    "EventType": "CreatePipe",
    "UtcTime": "2024-11-13 05:41:53.318",
    "ProcessGuid": "{b59756a9-b239-5f17-5307-000000000400}",
    "ProcessId": "4711",
    "PipeName": "\\RMSPrint",
    "Image": 'C:\\a & "b" <c>\\rutserv.exe',
}
XML = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
    f"<Provider Name='{SYSMON}' Guid='{GUID}'/><EventID>17</EventID><Version>1</Version>"
    "<Level>4</Level><Task>17</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords>"
    "<TimeCreated SystemTime='2024-11-13T05:41:53.320000000Z'/><EventRecordID>9</EventRecordID>"
    "<Correlation/><Execution ProcessID='2268' ThreadID='3564'/>"
    f"<Channel>{CHANNEL}</Channel><Computer>rms-01.example</Computer>"
    "<Security UserID='S-1-5-18'/></System><EventData><Data Name='RuleName'>-</Data>"
    "<Data Name='EventType'>CreatePipe</Data>"
    "<Data Name='UtcTime'>2024-11-13 05:41:53.318</Data>"
    "<Data Name='ProcessGuid'>{b59756a9-b239-5f17-5307-000000000400}</Data>"
    "<Data Name='ProcessId'>4711</Data><Data Name='PipeName'>\\RMSPrint</Data>"
    "<Data Name='Image'>C:\\a &amp; \"b\" &lt;c&gt;\\rutserv.exe</Data></EventData></Event>"
)
WINLOGBEAT = {
    "@timestamp": "2024-11-13T05:41:53.320Z",
    "event": {"code": "17", "provider": SYSMON, "kind": "event"},
    "log": {"level": "information"},
    "host": {"name": "other"},
    "winlog": {
        "channel": CHANNEL, "provider_name": SYSMON, "provider_guid": GUID, "event_id": "17",
        "version": 1, "task": 17, "opcode": "Info", "record_id": 9,
        "computer_name": "rms-01.example", "process": {"pid": 2268, "thread": {"id": 3564}},
        "user": {"identifier": "S-1-5-18", "name": "SYSTEM"}, "event_data": DATA,
    },
    "message": "Pipe Created",
}  # fmt: skip
NXLOG = {
    "EventTime": "2024-11-13 01:41:53", "@timestamp": "2024-11-13T05:41:55.486Z",
    "Hostname": "rms-01.example", "Keywords": -9223372036854775808, "SeverityValue": 2,
    "Severity": "INFO", "EventID": 17, "SourceName": SYSMON, "ProviderGuid": GUID, "Version": 1,
    "Task": 17, "OpcodeValue": 0, "RecordNumber": 9, "ExecutionProcessID": 2268, "ThreadID": 3564,
    "Channel": CHANNEL, "Domain": "NT AUTHORITY", "AccountName": "SYSTEM", "AccountType": "User",
    "UserID": "S-1-5-18", "Message": "Pipe Created:\r\nEventType: CreatePipe\r\nX: y",
    "host": "wec", "port": 1, "tags": ["t"], "@version": "1", "SourceModuleType": "im_msvistalog",
    "SourceModuleName": "eventlog", "EventReceivedTime": "2024-11-13 01:41:55",
    **DATA, "EventType": "INFO",
}  # fmt: skip


def flattened(value, start=""):
    found = {}
    for key, each in value.items():
        name = f"{start}{key}"
        found |= flattened(each, f"{name}.") if isinstance(each, dict) else {name: each}
    return found


SHAPES = {
    "winlogbeat": WINLOGBEAT,
    "winlogbeat, flat": flattened(WINLOGBEAT),
    "a hit of Elasticsearch": {"_index": "x", "_id": "1", "_source": WINLOGBEAT},
    "with its own XML": {**WINLOGBEAT, "event": {"original": XML}},
}


def rows(read, value, **settings):
    parts = read(json.dumps(value), **settings).partitions
    return [row for part in parts for row in part.table.rows()]


@pytest.mark.parametrize("value", SHAPES.values(), ids=SHAPES)
def test_winlogbeat_gives_the_xml_that_splunk_indexes(read, value):
    (row,) = rows(read, value)
    assert row["_raw"] == XML
    assert row["sourcetype"] == "XmlWinEventLog"
    assert row["source"] == f"XmlWinEventLog:{CHANNEL}"
    assert row["host"] == "rms-01.example"
    assert float(row["_time"]) == 1731476513.318


def test_flat_json_gives_the_same_but_for_the_time_that_it_has_lost(read):
    (row,) = rows(read, NXLOG)
    assert row["_raw"] == XML.replace("53.320000000Z", "53.000000000Z")
    assert float(row["_time"]) == 1731476513.318


RULE = '`sysmon` EventCode=17 PipeName="\\\\RMS*" | stats count by dest process_name'


@pytest.mark.parametrize("value", [WINLOGBEAT, NXLOG], ids=["winlogbeat", "NXLog"])
def test_a_sysmon_rule_fires(tmp_path, value):
    log = tmp_path / "log.json"
    log.write_text(json.dumps(value))
    session = Session()
    session.load(log)
    found = session.search(
        '`sysmon` EventCode=17 PipeName="\\\\RMS*" | stats count by dest process_name'
    )
    assert [dict(row) for row in found] == [
        {"dest": "rms-01.example", "process_name": "rutserv.exe", "count": "1"}
    ]


AUDITED = {
    "Audit Success": "0x8020000000000000",
    "Audit Failure": "0x8010000000000000",
    "Classic": "0x8000000000000000",
}


@pytest.mark.parametrize(("word", "number"), AUDITED.items())
def test_the_words_of_winlogbeat_are_numbers_again(read, word, number):
    winlog = {**WINLOGBEAT["winlog"], "channel": "Security", "keywords": [word],
              "provider_name": "Microsoft-Windows-Security-Auditing", "task": "Logon"}  # fmt: skip
    (row,) = rows(read, {**WINLOGBEAT, "winlog": winlog})
    assert (row["Keywords"], row["Level"], "Task" in row) == (number, "0", False)


def test_user_data(read):
    winlog = {key: each for key, each in WINLOGBEAT["winlog"].items() if key != "event_data"}
    winlog |= {"event_id": "1102", "channel": "Security"}
    winlog["user_data"] = {"xml_name": "LogFileCleared", "SubjectUserName": "al", "a b": "no name"}
    (row,) = rows(read, {**WINLOGBEAT, "winlog": winlog})
    assert row["SubjectUserName"] == "al"
    assert (
        "<UserData><LogFileCleared><SubjectUserName>al</SubjectUserName></LogFileCleared>"
        in row["_raw"]
    )


def test_who_names_a_sourcetype_gets_the_text_as_it_is(read):
    (row,) = rows(read, WINLOGBEAT, sourcetype="winlogbeat:json")
    assert json.loads(row["_raw"]) == WINLOGBEAT
    (row,) = rows(read, WINLOGBEAT, sourcetype="xmlwineventlog")
    assert row["_raw"] == XML


HOSTILE = {
    "names that are no names": {"channel": "C", "event_data": {"a'b<": "'\0\ud800", "": "x"}},
    "values of all kinds": {"channel": "C", "event_data": {"a": [1, None, {"b": True}], "b": 1.5}},
    "data that is none": {"channel": "C", "event_data": "x", "process": 7, "user": []},
    "user data that is none": {"channel": "C", "user_data": {"xml_name": "a b", "c": "d"}},
    "a time of no age": {"channel": "C", "event_data": {"UtcTime": "9" * 40}},
}


@pytest.mark.parametrize("winlog", HOSTILE.values(), ids=HOSTILE)
def test_odd_documents_are_events_all_the_same(read, winlog):
    loaded = read(json.dumps({"winlog": winlog, "@timestamp": 10**30}))
    assert (loaded.report.events, loaded.report.malformed) == (1, 0)


@pytest.mark.parametrize("value", [{"winlog": 1}, {"EventID": 1, "Channel": "C"}, {"winlog": {}}])
def test_other_json_stays_as_it_is(read, value):
    (row,) = rows(read, value)
    assert (json.loads(row["_raw"]), row["sourcetype"]) == (value, "_json")


# --- Splunk's own exports --------------------------------------------------------------------

PLACE = {"host": "h7", "source": "s7", "sourcetype": "st7", "index": "web"}
ROW = {**PLACE, "_time": "2024-11-13T05:41:55.000+00:00", "_raw": "user=al n=1", "_cd": "7:1"}
BARE = {**ROW, "user": ["al", "bo"], "n": "1"}
del BARE["_raw"]
LINES = [json.dumps({"preview": False, "offset": n, "result": ROW}) for n in (0, 1)]
FIELDS = [{"name": "_raw"}]
EXPORTS = {
    "a result per line": "\n".join(LINES),
    "rows alone": "\n".join([json.dumps(ROW)] * 2),
    "all results": json.dumps({"preview": False, "fields": FIELDS, "results": [ROW, ROW]}),
    "results over lines": json.dumps({"results": [ROW, ROW]}, indent=2),
    "CSV": '"_time","_raw",host,source,sourcetype,index\n' + 2 * (
        '"2024-11-13T05:41:55.000+0000","user=al n=1",h7,s7,st7,web\n'
    ),
    "CSV with epochs": "_raw,_time,index,sourcetype,source,host\r\n" + 2 * (
        "user=al n=1,1731476515.000,web,st7,s7,h7\r\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("text", EXPORTS.values(), ids=EXPORTS)
def test_what_splunk_exported_comes_back(read, text):
    (part,) = read(text).partitions
    first, second = part.table.rows()
    assert first == second
    assert first["_raw"] == "user=al n=1"
    assert {name: first[name] for name in PLACE} == PLACE
    assert float(first["_time"]) == 1731476515.0


@pytest.mark.parametrize("wrap", ["result", "results"])
def test_rows_without_raw_keep_their_fields(read, wrap):
    value = {"result": BARE} if wrap == "result" else {"results": [BARE]}
    (part,) = read(json.dumps(value)).partitions
    (row,) = part.table.rows()
    assert {name: row[name] for name in PLACE} == PLACE
    assert float(row["_time"]) == 1731476515.0
    assert (list(row["user"]), row["n"]) == (["al", "bo"], "1")


def test_rows_without_raw_do_not_double_what_knowledge_finds(tmp_path):
    row = {"sourcetype": "aws:cloudtrail", "_time": "1731476515", "eventName": "ListKeys"}
    log = tmp_path / "log.json"
    log.write_text(json.dumps({"result": row, "lastrow": True}))
    session = Session()
    session.load(log)
    (found,) = session.search("* | stats count by eventName")
    assert dict(found) == {"eventName": "ListKeys", "count": "1"}


def test_the_user_has_the_last_word(read):
    said = {"host": "h", "source": "s", "sourcetype": "t", "index": "i"}
    for text in EXPORTS.values():
        (part,) = read(text, **said).partitions
        assert [{name: row[name] for name in said} for row in part.table.rows()] == [said] * 2


def test_an_index_of_the_name_main_can_be_said_too(read):
    (part,) = read(json.dumps(ROW), index="main").partitions
    assert part.table.rows()[0]["index"] == "main"


def test_results_of_other_programs_are_not_taken_apart(read):
    for value in ({"result": {"ok": "yes"}}, {"results": [1], "total": 2}):
        (part,) = read(json.dumps(value)).partitions
        assert json.loads(part.table.rows()[0]["_raw"]) == value


def test_windows_events_in_csv_have_all_their_fields(read):
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerows([["_raw", "source", "host"], [XML, f"XmlWinEventLog:{CHANNEL}", "fwd"]])
    (part,) = read(table.getvalue()).partitions
    (row,) = part.table.rows()
    assert (row["_raw"], row["PipeName"], row["host"]) == (XML, "\\RMSPrint", "fwd")


def test_a_broken_table_is_told(read):
    report = read('_raw,host\n"one",h\n\n"","x"\na,b,c\n"open,h\n').report
    assert (report.events, report.malformed) == (4, 2)
    assert "ends inside of a quoted value" in report.broken[0]


def test_a_table_without_raw_is_a_table_like_others(read):
    (part,) = read("host,count\na,1\n").partitions
    assert part.sourcetype == "unknown"


def test_what_this_program_exports_it_reads_back(tmp_path):
    """``-o splunk`` and back."""
    log = DATASETS / "malware/azorult/sysmon.log"
    session = Session()
    session.load(log)
    rows = list(session.search("index=main | fields _raw _time host source sourcetype index"))
    again = tmp_path / "again.json"
    again.write_text(
        "\n".join(json.dumps({"result": dict(row), "offset": n}) for n, row in enumerate(rows))
    )
    other = Session()
    other.load(again)
    text = "index=main | stats count by source sourcetype host process_name"
    assert list(other.search(text)) == list(session.search(text))


# --- which files ------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    for name in ("a.log", "sub/b.log", "sub/deep/c.log", "sub/README.md", ".hidden.log"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"2024-01-01 00:00:00 {name}\n")
    return tmp_path


PATTERNS = {
    "*.log": ["a.log"],
    "**/*.log": ["a.log", "sub/b.log", "sub/deep/c.log"],
    "**": ["a.log", "sub/b.log", "sub/deep/c.log"],
    "sub/*": ["sub/b.log", "sub/deep/c.log"],
    "s?b/[bx].log": ["sub/b.log"],
}


@pytest.mark.parametrize(("pattern", "want"), PATTERNS.items())
def test_a_pattern(folder, pattern, want):
    session = Session()
    session.load(str(folder / pattern))
    found = [row["_raw"].partition(" 00:00:00 ")[2] for row in session.search("* | sort _raw")]
    assert found == want


def test_a_file_that_is_called_like_a_pattern(tmp_path):
    (tmp_path / "a[1].log").write_text("x\n")
    assert Session().load(str(tmp_path / "a[1].log")).events == 1


def test_nothing_fits_a_pattern(folder):
    with pytest.raises(DataError, match="SPL501"):
        Session().load(str(folder / "*.xml"))
