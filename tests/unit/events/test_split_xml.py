"""Where events begin and end, in logs that are whole, broken or made to do harm."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spl.events.split_xml import START, split_xml
from spl.events.well_formed import fault

A, B = "<Event a='1'><EventData/></Event>", "<Event><x/></Event>"


def cut(*blocks: str) -> list[str]:
    """Every piece: an event as it is, a stray line with a mark before it."""
    pieces = split_xml(blocks, lambda text: fault(text) is None)
    return [p.before + p.text if p.text else f"? {p.before}" for p in pieces]


WHOLE = {
    "one per line": f"{A}\n{B}\n",
    "CRLF": f"{A}\r\n{B}\r\n",
    "without line ends": f"{A}{B}",
    "wrapped": f"<Events>\n{A}\n{B}\n</Events>",
    "wrapped, with a namespace": f"<Events xmlns='http://x'>{A}{B}</Events>\n",
    "a declaration": f"<?xml version='1.0' encoding='utf-8'?>\n{A}\n{B}",
    "a declaration before each": f"<?xml version='1.0'?>{A}<?xml version='1.0'?>{B}",
    "a mark before each": f"\ufeff{A}\ufeff{B}",
    "indented": f"  {A}\n\t{B}",
    "a comment between": f"{A}<!-- and\n <Event> is no event here -->{B}",
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_whole(text):
    assert cut(text) == [A, B]


PIECES = {
    "EventData is no event": ("<EventData></EventData>", ["? <EventData></EventData>"]),
    "an empty event": ("<Event/><Event a='>'/>", ["<Event/>", "<Event a='>'/>"]),
    "over lines": ("<Event\n a='1'>\n<x/>\n</Event >", ["<Event\n a='1'>\n<x/>\n</Event >"]),
    "with a prefix": ("<w:Event><w:x/></w:Event>", ["<w:Event><w:x/></w:Event>"]),
    "a sign in an attribute": ("<Event a='/>'>1</Event>", ["<Event a='/>'>1</Event>"]),
    "an end in CDATA": (
        "<Event><![CDATA[</Event>]]></Event>",
        ["<Event><![CDATA[</Event>]]></Event>"],
    ),
    "an event in a comment": (
        "<Event><!-- <Event></Event> --></Event>",
        ["<Event><!-- <Event></Event> --></Event>"],
    ),
    "an event in a comment that is none": (
        "<Event><!-- -- <Event>1</Event> --></Event>",
        ["<Event><!-- --", "<Event>1</Event>", "?  --></Event>"],
    ),
    "a comment without end": (f"<Event><!--\n{B}", ["<Event><!--", B]),
    "CDATA without end": (f"<Event><![CDATA[\n{B}", ["<Event><![CDATA[", B]),
    "no end, another begins": (f"<Event><x>\n{B}", ["<Event><x>", B]),
    "no end at all": ("<Event><x>\n1\n", ["<Event><x>\n1"]),
    "text before and after": (
        f"hello\n\n{A}\nbetween\nthem\n{B}\nbye",
        ["? hello", A, "? between", "? them", B, "? bye"],
    ),
    "text before on the same line": (f"Jan 1 host: {A}\n", [f"Jan 1 host: {A}"]),
    "text after on the same line": (f"{A} bye\n{B}", [A, "?  bye", B]),
    "a stray end": (f"</Event>\n{A}", ["? </Event>", A]),
    "a document type": (
        f"<!DOCTYPE x [\n<!ENTITY l 'l'>\n]>\n{A}",
        ["? <!DOCTYPE x [", "? <!ENTITY l 'l'>", "? ]>", A],
    ),
    "nothing": (" \r\n", []),
}


@pytest.mark.parametrize(("text", "want"), PIECES.values(), ids=PIECES)
def test_pieces(text, want):
    assert cut(text) == want


def test_lines_are_counted():
    text = f"<Events>\n{A}\n<Event>\n<x>\n\nstray\n{B}\nlast"
    lines = [piece.line for piece in split_xml([text], lambda text: fault(text) is None)]
    assert lines == [2, 3, 7, 8]


PARTS = (
    A, B, "<Event>", "</Event>", "<Event/>", "<!--", "-->", "<![CDATA[", "]]>", "<", ">", "\n", "x",
    " ", "\r\n", "<Events>", "</Events>", "<w:Event ", "<?xml ?>", "'", "é", "--",
)  # fmt: skip
soup = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


@settings(max_examples=300, deadline=None)
@given(soup, st.integers(1, 7))
def test_blocks_do_not_matter(text, size):
    assert cut(*(text[i : i + size] for i in range(0, len(text), size))) == cut(text)


def bare(text):
    """The text without blanks and wrappers, also those that appear once others are gone."""
    without = re.compile(r"<!--(?:(?!--).)*-->|<\?xml \?>|</?Events>|\s", re.DOTALL)
    while (shorter := without.sub("", text)) != text:
        text = shorter
    return text


@settings(max_examples=300, deadline=None)
@given(soup)
def test_nothing_is_lost(text):
    """Of the text, only blanks and wrappers are missing; nothing is there twice."""
    pieces = split_xml([text], lambda text: fault(text) is None)
    kept = "\n".join(p.before + p.text for p in pieces)
    assert bare(kept) == bare(text)


@settings(max_examples=300, deadline=None)
@given(soup.filter(lambda text: "<!" not in text))
def test_every_start_is_an_event(text):
    pieces = list(split_xml([text], lambda text: fault(text) is None))
    assert sum(bool(p.text) for p in pieces) == len(START.findall(text))


HOSTILE = {
    "comments without end": "<Event><!--" * 20_000,
    "sections without end": "<Event><![CDATA[" * 20_000,
    "sections that end far away": "<Event><![CDATA[" * 20_000 + "]]></x></Event>",
    "one event of sections": "<Event>" + "<![CDATA[" * 100_000,
    "events without end": "<Event><x>" * 50_000,
    "prefixes": "<a:Event>" * 20_000 + "<" * 50_000,
    "an attribute list": "<Event " + "a='1' " * 50_000,
    "blanks": "<Event" + " " * 300_000,
    "wrappers without end": "<Events " * 50_000 + "<?" * 50_000,
    "dashes": "<!--" + "-" * 100_000 + "<!--" * 20_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_text_takes_long(text):
    start = time.process_time()
    cut(*(text[i : i + 50_000] for i in range(0, len(text), 50_000)))
    assert time.process_time() - start < 5
