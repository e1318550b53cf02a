"""The law of ingest: a log read block by block gives what the reader of single events gives."""

import io
import os
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spl.events.decode import decode_blocks
from spl.events.indexing import Indexing
from spl.events.intake import Intake, Settings
from spl.events.report import Report
from spl.events.rigid_load import read_rigid
from spl.events.split_xml import split_xml
from spl.events.windows import read_windows, reread
from spl.knowledge import Knowledge
from spl.values.environment import Environment

ENV = Environment(now=1_700_000_000.0)
DATASETS = Path(__file__).parents[2] / "datasets"
MORE = os.environ.get("SPL_EVENTS")  # a folder with more real events
REAL = [
    path
    for folder in (DATASETS, *([Path(MORE)] if MORE else []))
    for path in sorted(folder.rglob("*"))
    if path.is_file() and path.read_bytes()[:99].lstrip().startswith(b"<")
]


def taken(read, settings: Settings | None = None, knowledge: Knowledge | None = None) -> tuple:
    """Everything that *read* puts into an intake."""
    indexing = Indexing(knowledge or Knowledge(), ENV, reread)
    intake = Intake(settings or Settings(), Report(), indexing)
    intake.open("log.xml", 1_600_000_000.0, "xml")
    read(intake)
    drafts = [draft.finished() for draft in intake.take_drafts()]
    events = [
        (each.index, each.source, each.sourcetype, sorted(each.blocks), each.malformed.tolist(),
         each.table().rows())
        for each in drafts
    ]  # fmt: skip
    return events, asdict(intake.report) | {"bytes": 0}, intake.time


def one_by_one(log: bytes, *said) -> tuple:
    def read(intake):
        read_windows(decode_blocks(io.BytesIO(), log, intake.report), intake)

    return taken(read, *said)


def together(log: bytes, block: int, *said) -> tuple:
    return taken(lambda intake: read_rigid(b"", io.BytesIO(log), intake, block), *said)


def test_the_reader_of_blocks_takes_its_own_way():
    """Without this the law could hold because nothing fits a mould."""
    intake = Intake(Settings(), Report(), Indexing(Knowledge(), ENV, reread))
    log = (DATASETS / "malware/azorult/sysmon.log").read_bytes()
    read_rigid(log, io.BytesIO(), intake)
    (draft,) = intake.take_drafts()
    assert len(draft) == 128
    assert draft._raw == []


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.stem[-40:])
def test_real_logs(path):
    log = path.read_bytes()
    want = one_by_one(log)
    assert together(log, 1 << 24) == want
    assert together(log * 3, 10_000) == one_by_one(log * 3)


@pytest.mark.parametrize("said", [("s", "t", "i", "h"), (None, "t", "main", None)])
def test_what_the_user_says(said):
    log = (DATASETS / "background/windows-events.xml").read_bytes()
    settings = Settings(*said)
    assert together(log, 1 << 24, settings) == one_by_one(log, settings)


TEXTS = st.text(
    st.sampled_from("ab'\"> \t;&é\U0001f600=/-.]")
    | st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]),
    max_size=8,
).map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;"))
VALUES = TEXTS | st.sampled_from(
    ["", "&#38;", "&#x41;", "&#0;", "&#xD800;", "&nope;", "&", "<", "]]>", "\0", "\r\n", "￾",
     "<b>x</b>", "<!-- x -->", "<![CDATA[<&]]>", "<!", "\n</Event>\n<Event>", "\x85", "a:Event"]
)  # fmt: skip
TIMES = st.sampled_from(
    ["2024-02-29T23:59:59.1234567Z", "2024-02-30T00:00:00.000Z", "2023-01-01 00:00:00.5", "never",
     "", "2023-01-01T00:00:00", "2023-01-01T00:00:00Z", "2023-01-01T00:00:00.1+02:00",
     "1601-01-01T00:00:00.0000000Z", "0000-01-01T00:00:00Z", "2023-01-01T24:00:00Z"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["Image", "User", "UtcTime", "Name", "ProcessID", "_raw", "a b", "host", ""]
)
CHANNELS = st.sampled_from(
    ["Security", "Microsoft-Windows-Sysmon/Operational", "Linux-Sysmon/Operational", "", "&amp;"]
)


@st.composite
def shapes(draw) -> str:
    """An event with holes: {0} for its time, {1} and so on for values."""
    quote = draw(st.sampled_from(["'", "'", '"']))
    provider = draw(st.sampled_from(["Microsoft-Windows-Sysmon", "P"]))
    names = draw(st.lists(NAMES, max_size=4))
    data = "".join(
        draw(
            st.sampled_from(
                [f"<Data Name={quote}{name}{quote}>{{{n}}}</Data>",
                 f"<Data Name={quote}{name}{quote}/>", f"<Data>{{{n}}}</Data>"]
            )
        )
        for n, name in enumerate(names, 3)
    )  # fmt: skip
    tail = draw(
        st.sampled_from(
            [f"<EventData>{data}</EventData>", f"<EventData>{data}</EventData>", "<EventData/>",
             "<UserData><A xmlns='http://x'><B>{9}</B></A></UserData>",
             "<RenderingInfo Culture='en'><Message>{9}</Message><Level>{8}</Level></RenderingInfo>",
             "<EventData>\n  <Data Name='X'>{9}</Data>\n</EventData>", "<EventData>{9}</EventData>"]
        )
    )  # fmt: skip
    code = draw(st.sampled_from(["1", " 4688 ", "1102", ""]))
    loose = draw(
        st.sampled_from(
            ["<Execution ProcessID='{2}' ThreadID='7'/>", "<Security UserID='{2}'/>",
             "<Correlation/>", "<Correlation ActivityID='{2}' RelatedActivityID='{7}'/>",
             "<Execution ProcessID='{2}' ProcessID='1'/>", "<w:Security UserID='{2}'/>"]
        )
    )  # fmt: skip
    return (
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
        f"<Provider Name={quote}{provider}{quote}/><EventID>{code}</EventID><Level>4</Level>"
        f"<TimeCreated SystemTime={quote}{{0}}{quote}/><Channel>{draw(CHANNELS)}</Channel>{loose}"
        f"<Computer>{{1}}</Computer></System>{tail}</Event>"
    )


@st.composite
def logs(draw) -> bytes:
    """Events of few shapes with many values, and what may stand between them."""
    some = draw(st.lists(shapes(), min_size=1, max_size=2))
    between = st.sampled_from(
        ["\n", "\n", "\n", "\r\n", "", " \n\n", "stray\n", "\nstray", "<!-- c -->\n", "<!-- \n",
         "-->\n", "</Event>\n", "</Events>\n", "﻿", "x <", "<Event>\n", " ]]>\n"]
    )  # fmt: skip
    log = draw(st.sampled_from(["", "<Events>\n", "<?xml version='1.0'?>\n"]))
    for _ in range(draw(st.integers(1, 8))):
        plain = draw(st.integers(0, 3))
        values = TEXTS if plain else VALUES
        shape = draw(st.sampled_from(some))
        filled = shape.format(draw(TIMES), *(draw(values) for _ in range(9)))
        log += filled + ("\n" if plain else draw(between))
    return log.encode("utf-8", "surrogatepass")


@given(logs(), st.sampled_from([64, 700, 2000, 1 << 20]))
def test_made_up_logs(log, block):
    assert together(log, block) == one_by_one(log)


SNIPPETS = st.sampled_from(
    [b"<", b">", b"&", b"'", b'"', b"/", b"<!", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"\0",
     b"\xff", b"\xc3", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"</Event>", b"<Event>", b"<Event ",
     b"</Event>\n", b"\n", b"\r", b"&lt;", b"<Data Name='X'>", b"</Data>", b"<x:Event>", b" a='b'"]
)  # fmt: skip


@st.composite
def mutated(draw) -> bytes:
    """Real events, some several times, with something broken."""
    path = draw(st.sampled_from(REAL[:8]))
    text = path.read_text("utf-8", errors="replace")
    pieces = [piece.text for piece in split_xml([text], lambda _: True) if piece.text][:200]
    chosen = draw(st.lists(st.sampled_from(pieces or ["<Event/>"]), min_size=1, max_size=6))
    log = "\n".join(each for event in chosen for each in [event] * draw(st.integers(1, 3)))
    broken = log.encode()
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(broken)))
        gone = draw(st.sampled_from([0, 0, 1, 7]))
        broken = broken[:place] + draw(SNIPPETS) + broken[place + gone :]
    return broken


@given(mutated(), st.sampled_from([3000, 1 << 20]))
def test_mutated_logs(log, block):
    assert together(log, block) == one_by_one(log)
