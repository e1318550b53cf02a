"""Fields whose values hardly repeat are kept without looking for repeats: no search may notice."""

import io
from pathlib import Path

import pytest

import spl
from spl.events import log_reader, rigid_fields

LOG = Path(__file__).parents[3] / "datasets/malware/azorult/sysmon.log"
SEARCHES = [
    "index=* | stats count by _time",
    "index=* | stats count by ProcessGuid, EventCode",
    "index=* | stats dc(Image), dc(_time), values(User), mode(Image), list(ProcessId) by EventCode",
    "index=* | dedup Image | table Image, _time",
    "index=* | dedup 2 EventCode, User sortby -_time | table EventCode, User, _time",
    "index=* | top Image by User",
    "index=* | rare EventRecordID",
    "index=* | sort 0 Image, -_time | table Image, _time",
    "index=* | timechart span=1m count by EventCode",
    "index=* | chart count over Image by EventCode",
    "index=* | eventstats count by Image | table Image, count",
    "index=* | streamstats dc(Image) as n by User | table n",
    "index=* | transaction ProcessGuid maxspan=1h | table eventcount",
    "index=* | join ProcessGuid [search index=* | stats count as n by ProcessGuid] | table n",
    'index=* Image="*rundll32*" | stats count by Image',
    "index=* | eval a=Image.\":\".User, b=lower(Image) | stats count by a, b",
    "index=* | where match(Image, \"(?i)svchost\") | stats count",
    "index=* | rex field=Image \"(?<exe>[^\\\\\\\\]+)$\" | stats count by exe",
    "index=* | mvcombine Image | stats count",
    "index=* | fillnull value=none | stats count by DestinationIp, Image",
    "index=* | bin _time span=1h | stats count by _time",
    "| tstats count from datamodel=Endpoint.Processes by Processes.process_name, _time span=1h",
    "index=* | fieldsummary | table field, distinct_count",
    "index=* | contingency EventCode User",
    "index=* | filldown User | table User",
    "index=* | makemv delim=\"\\\\\" Image | stats count by Image",
]  # fmt: skip


@pytest.fixture(scope="module")
def sessions():
    log = LOG.read_bytes() * 3
    found = []
    for least, sample in ((1 << 40, 1024), (0, 1)):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(log_reader._Ahead, "has", lambda _, size, least=least: size > least)
            patch.setattr(rigid_fields, "_SAMPLE", sample)
            patch.setattr(rigid_fields, "_UNLIKE", 0.0)
            session = spl.Session(now=1_700_000_000.0)
            session.load(io.BytesIO(log))
            found.append(session)
    return found


def test_the_values_are_plain(sessions):
    kinds = [
        {name: part.table.column(name).dictionary.distinct for name in ("Image", "_time")}
        for session in sessions
        for part in session._partitions
    ]
    assert kinds == [{"Image": True, "_time": True}, {"Image": False, "_time": False}]


@pytest.mark.parametrize("search", SEARCHES)
def test_no_search_notices(sessions, search):
    one, other = (list(session.search(search)) for session in sessions)
    assert one == other
    assert one
