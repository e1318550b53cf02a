"""Parts of XML events: what a short look at the usual event finds is what the reader finds."""

import pytest
from lxml import etree

from spl.columns.column import Column
from spl.events.element import read_element
from spl.events.xml_blocks import XmlBlocks

EVENT = "<Event xmlns='u'><System><EventID>1</EventID></System><EventData>{}</EventData></Event>"
DATA = "<Data Name='a'>1</Data>"


@pytest.mark.parametrize("raw", [
    EVENT.format(DATA),
    EVENT.format(""),
    EVENT.format("\n  " + DATA + "\n"),
    EVENT.format("<Data Name='a>b'>&gt;</Data>"),
    EVENT.format("<!-- </EventData></Event> -->" + DATA),
    EVENT.format("<Data><![CDATA[</EventData></Event>]]></Data>"),
    EVENT.format("<EventData>" + DATA + "</EventData>"),
    EVENT.format("<EventDataset>" + DATA + "</EventDataset>"),
    EVENT.replace("<EventData>", "<EventData Name='a>b' Other=\"'>\">").format(DATA),
    EVENT.replace("<Event ", "<Event a = '1' ").format(DATA),
    EVENT.replace("<EventData>{}</EventData>", "<EventData/>"),
    EVENT.replace("<EventData>{}</EventData>", "<EventData Name='x'/>"),
    EVENT.replace("EventData", "UserData").format("<x><EventData>1</EventData></x>"),
    EVENT.replace("</EventData>", "</EventData><RenderingInfo>r</RenderingInfo>").format(DATA),
    EVENT.replace("</System>", "</System><System>2</System>").format(DATA),
    EVENT.replace("<System>", "<System><System>2</System>").format(DATA),
    "\n <Event><EventData>1</EventData><System>2</System></Event> \n",
    "<e:Event xmlns:e='u'><e:System>1</e:System><e:EventData>2</e:EventData></e:Event>",
    "<Event><System>1</System ><EventData>2</EventData ></Event >",
])  # fmt: skip
def test_parts_are_those_of_the_elements(raw):
    etree.fromstring(raw)
    root = read_element(raw.strip())
    parts = {"System": "System_Props_Xml", "EventData": "EventData_Xml", "UserData": "UserData_Xml"}
    blocks = XmlBlocks(Column.of([raw]), (), parts)
    for element, name in parts.items():
        part = root.child(element)
        text = raw.strip()[part.start : part.end] if part else None
        assert blocks.column(name).to_list() == [text or None]


@pytest.mark.parametrize("raw", [
    "<Event a",
    "<Event></Event></Event></Event>",
    "<Event><UserData></a></b></UserData></Event>",
    "<Event><System></x></x></x></System><UserData>1</UserData></Event>",
    "<Event>\0</Event>",
    "x",
])  # fmt: skip
def test_a_text_that_an_app_has_broken_has_no_parts(raw):
    blocks = XmlBlocks(Column.of([raw]), (), ("System", "UserData"))
    assert blocks.column("UserData_Xml").to_list() == [None]
