"""Which fields an XML event gives, and that both ways of reading it agree."""

import re
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from spl.events.well_formed import fault
from spl.events.xml import _read_rigid, read_any, read_event

SYSTEM = "<System><Provider Name='P'/><EventID>1</EventID><Channel>C</Channel></System>"


def event(data: str = "", system: str = SYSTEM) -> str:
    return f"<Event xmlns='http://x'>{system}<EventData>{data}</EventData></Event>"


def fields(text: str) -> dict:
    assert fault(text) is None
    found = read_event(text)
    assert found == read_any(text)
    return dict(found.fields)


SYSTEM_FIELDS = {
    "text of a child": ("<Level>4</Level>", {"Level": "4"}),
    "an attribute keeps its quotes": ("<Security UserID='S-1-5-18'/>", {"UserID": "'S-1-5-18'"}),
    "double quotes are written as single": ('<Security UserID="S-1"/>', {"UserID": "'S-1'"}),
    "no attribute, no field": ("<Security/><Correlation/>", {}),
    "an empty child is no field": ("<Opcode></Opcode><Task/>", {}),
    "EventCode is EventID": ("<EventID>4688</EventID>", {"EventID": "4688", "EventCode": "4688"}),
    "a tag with attributes is no field of its own": (
        "<EventID Qualifiers='16384'>7045</EventID>",
        {"Qualifiers": "'16384'", "EventCode": "7045"},
    ),
    "several attributes": (
        "<Execution ProcessID='832' ThreadID='904'/>",
        {"ProcessID": "'832'", "ThreadID": "'904'"},
    ),
    "the first of two stays": ("<Level>4</Level><Level>5</Level>", {"Level": "4"}),
    "namespaces are no attributes": ("<Provider xmlns='http://y' Name='P'/>", {"Name": "'P'"}),
    "a namespace alone is none either": ("<Level xmlns='http://y'>4</Level>", {"Level": "4"}),
    "many attributes": ("<A B='B' C='C' D='D' E='E'/>", {n: f"'{n}'" for n in "BCDE"}),
    "a greater-than sign in an attribute": ("<Provider Name='a>b'/>", {"Name": "'a>b'"}),
    "an apostrophe in double quotes": ('<Provider Name="O\'B"/>', {"Name": "'O'B'"}),
    "children of children are no fields": ("<Level><Inner>1</Inner></Level>", {}),
}


@pytest.mark.parametrize(("system", "want"), SYSTEM_FIELDS.values(), ids=SYSTEM_FIELDS)
def test_system(system, want):
    assert fields(event(system=f"<System>{system}</System>")) == want


DATA_FIELDS = {
    "named data": ("<Data Name='Image'>C:\\a.exe</Data>", {"Image": "C:\\a.exe"}),
    "entities stay": ("<Data Name='X'>&gt;&amp;1 &#38;</Data>", {"X": "&gt;&amp;1 &#38;"}),
    "a sign that need not be an entity": ("<Data Name='X'>a > b</Data>", {"X": "a > b"}),
    "blanks stay": ("<Data Name='X'>Advapi  </Data>", {"X": "Advapi  "}),
    "values span lines": ("<Data Name='X'>a\r\n\t\tb</Data>", {"X": "a\r\n\t\tb"}),
    "empty is no field": ("<Data Name='X'></Data><Data Name='Y'/>", {}),
    "unnamed is no field": ("<Data>a</Data><Data Name='X'>b</Data>", {"X": "b"}),
    "a repeated name is multivalue": (
        "<Data Name='X'>a</Data><Data Name='Y'>1</Data><Data Name='X'>a</Data>",
        {"X": ("a", "a"), "Y": "1"},
    ),
    "odd characters": ("<Data Name='Product Name'>D</Data>", {"Product_Name": "D"}),
    "a default field behind an underscore": ("<Data Name='_raw'>r</Data>", {"raw": "r"}),
    "leading digits and underscores go": ("<Data Name='_1x'>D</Data>", {"x": "D"}),
    "default fields are not touched": ("<Data Name='host'>D</Data>", {}),
    "double quotes": ('<Data Name="X">v</Data>', {"X": "v"}),
    "CDATA reads as entities": ("<Data Name='X'><![CDATA[<&]]></Data>", {"X": "&lt;&amp;"}),
    "comments are passed over": ("<Data Name='X'>a<!-- <b> -->c</Data>", {"X": "ac"}),
    "text before the first element": ("<Data Name='X'>a<b>c</b>d</Data>", {"X": "a"}),
    "other elements are no fields": ("<Binary>00</Binary><Other Name='X'>1</Other>", {}),
    "nested data does not leak": ("<Other><Data Name='X'>1</Data></Other>", {}),
}  # fmt: skip


@pytest.mark.parametrize(("data", "want"), DATA_FIELDS.values(), ids=DATA_FIELDS)
def test_data(data, want):
    assert fields(event(data, "<System></System>")) == want


def test_data_named_as_a_system_field_adds_to_it():
    assert fields(event("<Data Name='Name'>Evil</Data>"))["Name"] == ("'P'", "Evil")


def test_user_data_gives_fields_for_cleared_logs_only():
    text = (
        "<Event><System><EventID>{}</EventID></System><UserData><LogFileCleared xmlns='http://x'>"
        "<SubjectUserName>bob</SubjectUserName></LogFileCleared></UserData></Event>"
    )
    assert fields(text.format(1102))["SubjectUserName"] == "bob"
    assert fields(text.format(104))["SubjectUserName"] == "bob"
    assert "SubjectUserName" not in fields(text.format(5857))


def test_rendering_info_gives_fields_but_does_not_override_system():
    found = fields(
        "<Event><System><EventID>1</EventID><Level>4</Level></System><RenderingInfo Culture='en'>"
        "<Message>It ran.</Message><Level>Information</Level><Task></Task></RenderingInfo></Event>"
    )
    assert found == {"EventID": "1", "EventCode": "1", "Level": "4", "Message": "It ran."}


def test_prefixes_are_ignored():
    text = (
        "<w:Event xmlns:w='http://x'><w:System><w:EventID>1</w:EventID></w:System>"
        "<w:EventData><w:Data Name='X'>v</w:Data></w:EventData></w:Event>"
    )
    assert fields(text) == {"EventID": "1", "EventCode": "1", "X": "v"}


FAULTS = {
    "an end tag is missing": "<Event><System></Event>",
    "a lone ampersand": "<Event>a & b</Event>",
    "an entity that nobody declared": "<Event>&lol;</Event>",
    "an attribute twice": "<Event a='1' a='2'/>",
    "a control character": "<Event>\x01</Event>",
    "a zero byte": "<Event>\x00</Event>",
    "half a character": "<Event>\ud800</Event>",
    "too deep": "<Event>" + "<a>" * 5000 + "</a>" * 5000 + "</Event>",
}


@pytest.mark.parametrize("text", FAULTS.values(), ids=FAULTS)
def test_faults(text):
    assert fault(text)


names = st.sampled_from(["X", "Y", "Name", "Level", "a b", "_q", "host", ""])
texts = st.lists(st.sampled_from([*"ab 0'\"\n;é", "&gt;", "&amp;lt;"]), max_size=4).map("".join)
odd_texts = st.sampled_from(["<![CDATA[x<&]]>", "<!--c-->", "<i>1</i>", "<?p q?>"])


@st.composite
def elements(draw, tags):
    tag, name, text = draw(st.sampled_from(tags)), draw(names), draw(texts)
    quote = draw(st.sampled_from("'\""))
    attribute = f" Name={quote}{name}{quote}" if draw(st.booleans()) else ""
    if draw(st.integers(0, 9)) == 0:
        text += draw(odd_texts) + draw(texts)
    return draw(st.sampled_from([f"<{tag}{attribute}>{text}</{tag}>", f"<{tag}{attribute}/>"]))


@st.composite
def events(draw):
    system = "".join(draw(st.lists(elements(["EventID", "Level", "Provider"]), max_size=4)))
    data = "".join(draw(st.lists(elements(["Data", "Data", "Other", "Binary"]), max_size=5)))
    return event(data, f"<System>{system}</System>")


def fields_by_lxml(text: str) -> dict:
    """The rule once more, on lxml's tree: what `read_event` must give where it can be told."""
    root = etree.fromstring(text, etree.XMLParser(remove_comments=True, remove_pis=True))
    space = "{http://x}"
    found: dict[str, list[str]] = {}
    for child in root.find(space + "System"):
        own = escape(child.text or "")
        for name, value in child.attrib.items():
            found.setdefault(name, [f"'{value}'"])
        if own and not child.attrib and len(child) == 0:
            found.setdefault(child.tag.removeprefix(space), [own])
        if child.tag == space + "EventID" and own.strip():
            found.setdefault("EventCode", [own.strip()])
    for child in root.find(space + "EventData").findall(space + "Data"):
        name = re.sub("[^A-Za-z0-9_]", "_", child.get("Name", "")).lstrip("_0123456789")
        if name and name != "host" and child.text:
            found.setdefault(name, []).append(escape(child.text))
    return {name: v[0] if len(v) == 1 else tuple(v) for name, v in found.items()}


@settings(max_examples=300, deadline=None)
@given(events())
def test_both_ways_of_reading_give_what_lxml_says(text):
    assert fault(text) is None
    assert read_any(text).fields == fields_by_lxml(text)
    assert read_event(text) == read_any(text)


def test_the_shape_that_windows_writes_is_read_the_fast_way():
    assert _read_rigid(event("<Data Name='X'>v</Data><Data Name='Y'></Data><Data Name='Z'/>"))
    assert _read_rigid(event(system=SYSTEM.replace("'", '"'))) is None


def test_an_event_may_be_larger_than_the_parser_likes_by_itself():
    text = f"<Event><EventData><Data Name='a'>{'x' * 11_000_000}</Data></EventData></Event>"
    assert fault(text) is None
    assert len(read_event(text).fields["a"]) == 11_000_000
