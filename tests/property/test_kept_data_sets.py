"""What a session keeps of data sets changes no answer: searches in any order give the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import spl

BASE = spl.Session(now=100.0)
SEARCHES = (
    "| tstats count from datamodel=Endpoint.Processes by Processes.process_name",
    (
        "| tstats values(Processes.process) from datamodel=Endpoint.Processes where "
        'Processes.process_name="p*" by Processes.dest'
    ),
    "| tstats count from datamodel=Endpoint where nodename=Processes by Processes.user host",
    "| datamodel Endpoint Processes search | table Processes.process_name Processes.user",
    "| from datamodel:Endpoint.Processes | where isnotnull(process) | table process user dest",
    "| tstats count from datamodel=Endpoint.Filesystem by Filesystem.file_name",
    "tag=process process_name=* | stats count by process_name, user",
    "index=* | eval user=upper(user) | stats count by user, tag",
)
name = st.sampled_from(("p", "powershell.exe", "P.EXE", "q", None))
event = st.fixed_dictionaries(
    {"_time": st.sampled_from((1.0, 2.0)), "Image": name, "User": name, "CommandLine": name}
)


def session(events: list[dict[str, object]]) -> spl.Session:
    made = BASE.branch()
    made.collect(
        [{**event, "EventCode": "1", "EventID": "1"} for event in events],
        source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational",
        sourcetype="XmlWinEventLog",
    )
    return made


@settings(max_examples=40)
@given(
    st.lists(event, min_size=1, max_size=6),
    st.lists(st.sampled_from(SEARCHES), min_size=2, max_size=6),
)
def test_searches_of_one_session_answer_as_each_alone(events, searches):
    shared = session(events)
    for search in searches:
        assert list(shared.search(search)) == list(session(events).search(search))
