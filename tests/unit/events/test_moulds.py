"""Logs in which a careless mould would take one event for another."""

import io

import pytest

from spl.events.indexing import Indexing
from spl.events.intake import Intake, Settings
from spl.events.report import Report
from spl.events.rigid_load import event_end, read_rigid
from spl.events.windows import read_windows, reread
from spl.knowledge import Knowledge
from spl.values.environment import Environment

SYSTEM = (
    "<System><Provider Name='P'/><EventID>1</EventID>"
    "<TimeCreated SystemTime='{}'/><Channel>C</Channel></System>"
)
TIME = "2024-01-01T00:00:00Z"


def event(data: str, time: str = TIME) -> str:
    return f"<Event xmlns='http://x'>{SYSTEM.format(time)}<EventData>{data}</EventData></Event>"


def taken(read) -> tuple:
    intake = Intake(
        Settings(), Report(), Indexing(Knowledge(), Environment(now=1_700_000_000.0), reread)
    )
    intake.open("log.xml", 1_600_000_000.0, "xml")
    read(intake)
    drafts = [draft.finished() for draft in intake.take_drafts()]
    return [draft.table().rows() for draft in drafts], intake.report.malformed


def both(*events: str) -> list[dict]:
    log = "\n".join(events)
    found, malformed = taken(lambda intake: read_rigid(log.encode(), io.BytesIO(), intake))
    assert (found, malformed) == taken(lambda intake: read_windows([log], intake))
    return [row for rows in found for row in rows]


CASES = {
    "a value in the place of a tag": (
        event("<Data Name='X'>1</Data>"),
        event("<Data Name='X'>1</Date>"),
    ),
    "quotes that share one sign": (
        event("<Data Name='X'>1</Data>"),
        event("", "2024").replace("2024'", ""),
    ),
    "a quote in an attribute": (event(""), event("", "2024' Evil='1")),
    "a quote in one of two attributes": (
        event("").replace("<Channel>", "<Execution ProcessID='1' ThreadID='2'/><Channel>"),
        event("").replace("<Channel>", "<Execution ProcessID='1'' ThreadID='2'/><Channel>"),
    ),
    "a text that ends a section": (
        event("<Data Name='X'>1</Data>"),
        event("<Data Name='X'>]]></Data>"),
    ),
    "the first of two values is empty": (
        event("<Data Name='X'>1</Data><Data Name='X'>2</Data>"),
        event("<Data Name='X'></Data><Data Name='X'>2</Data>"),
        event("<Data Name='X'>1</Data><Data Name='X'></Data>"),
    ),
    "an empty value comes first": (
        event("<Data Name='X'></Data><Data Name='X'>2</Data>"),
        event("<Data Name='X'>1</Data><Data Name='X'>2</Data>"),
    ),
    "a name as in System": (
        event("<Data Name='Name'>1</Data>"),
        event("<Data Name='Name'></Data>"),
    ),
    "nested elements": (event("<Data Name='X'>1</Data>"), event("<Data Name='X'><b>1</b></Data>")),
    "unnamed data": (event("<Data>1</Data><Data>2</Data>"), event("<Data></Data><Data>2</Data>")),
    "a sign in an attribute": (
        event("<Data Name='a>b'>1</Data>"),
        event("<Data Name='a>b'>2</Data>"),
    ),
    "a comment that holds an event": (event(""), f"<!-- {event('')} -->", event("")),
    "a comment that never ends": (event(""), "<!--", event(""), event("")),
    "CDATA that holds an event": (
        event("<Data Name='X'>1</Data>"),
        event(f"<Data Name='X'><![CDATA[{event('')}]]></Data>"),
        event(""),
    ),
    "an entity that nobody declared": (
        event("<Data Name='X'>1</Data>"),
        event("<Data Name='X'>&nope;</Data>"),
        event("<Data Name='X'>&</Data>"),
        event("<Data Name='X'>&#0;</Data>"),
        event("<Data Name='X'>&#x41;&lt;</Data>"),
    ),
    "what is no character": (
        event("<Data Name='X'>1</Data>"),
        event("<Data Name='X'>\0</Data>"),
        event("<Data Name='X'>\uffff</Data>"),
    ),
    "cut short": (event("<Data Name='X'>1</Data>"), event("<Data Name='X'>1</Data>")[:-20]),
    "an event in an event": (
        event("<Data Name='X'>1</Data>"),
        event(f"<Data Name='X'>{event('')}</Data>"),
    ),
    "over several lines": (
        event("\n <Data Name='X'>a\nb</Data>\n"),
        event("\n <Data Name='X'></Data>\n"),
    ),
    "an end that ends nothing": (event(""), "x</Event>", event("")),
    "only the number of the event differs": (event(""), event("").replace(">1<", ">2<")),
    "the last one is short": (event("<Data Name='X'>1</Data>"), "<Event></Event>"),
    "the name of a prefix that nobody declared": (
        event(""),
        event("").replace("P'/", "P' x:y='1'/"),
    ),
}


@pytest.mark.parametrize("events", CASES.values(), ids=CASES)
def test_both_readers_agree(events):
    both(*events)
    both(*events[::-1])
    both(events[0], *events, *events)


def test_repeated_names_make_multivalues():
    rows = both(*[event("<Data Name='X'>a</Data><Data Name='X'>b</Data>")] * 3)
    assert [row["X"] for row in rows] == [("a", "b")] * 3


CUTS = {
    "behind the line of the last event": (b"<Event></Event>\n<Event>", 16),
    "between events on one line": (b"<Event ></Event><Event >", 16),
    "not behind an end that ends nothing": (b"x</Event><Event >", 0),
    "not within a line": (b"<Event></Event> x", 0),
    "nowhere": (b"<Event>", 0),
}


@pytest.mark.parametrize(("log", "want"), CUTS.values(), ids=CUTS)
def test_where_a_block_can_end(log, want):
    assert event_end(log) == want
