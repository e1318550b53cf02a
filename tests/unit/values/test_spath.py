"""Paths into JSON and XML."""

import pytest

from spl.values.spath import Step, parse_path, spath_fields, spath_values

JSON = """{"a": {"b": 1.50}, "list": [{"n": "x", "v": 1}, {"n": "y", "v": 2}], "s": ["p", "q"],
 "t": true, "z": null, "big": 12345678901234567890, "m":
  [[1, 2], [3]], "a": {"b": "again"}, "é": "ü"}"""

XML = """<?xml version="1.0" encoding="UTF-16"?>
<e:Event xmlns:e="urn:e" kind="k">
  <System><EventID Qualifiers="7">4624</EventID></System>
  <Data Name="a">1</Data><Data Name="b">2</Data><Data/>
  <!-- note --><Mixed>some <b>bold</b> text</Mixed><Same>  kept  </Same>
</e:Event>"""


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("a.b", (Step("a"), Step("b"))),
        ("a{}.b{2}", (Step("a"), Step(), Step("b"), Step(index=2))),
        ("{}{0}", (Step(), Step(index=0))),
        ("r.x{@id}", (Step("r"), Step("x"), Step("id", attribute=True))),
        ("with blank.é-1", (Step("with blank"), Step("é-1"))),
        ("", ()),
    ],
)
def test_a_path_is_cut_into_steps(path, steps):
    assert parse_path(path) == steps


@pytest.mark.parametrize("path", ["a{x}", "a{", "a}", "a{-1}"])
def test_what_is_no_path(path):
    with pytest.raises(ValueError, match="not valid"):
        spath_values("{}", path)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("a.b", ["1.50", "again"]),
        ("list{}.n", ["x", "y"]),
        ("list{1}.v", ["2"]),
        ("list{2}.v", []),
        ("list.n", []),
        ("s", ['["p","q"]']),
        ("s{}", ["p", "q"]),
        ("list{0}", ['{"n":"x","v":1}']),
        ("m{}{0}", ["1", "3"]),
        ("t", ["true"]),
        ("z", []),
        ("nosuch.x", []),
        ("a{@b}", []),
        ("é", ["ü"]),
        ("big", ["12345678901234567890"]),
    ],
)
def test_values_of_json(path, values):
    assert spath_values(JSON, path) == values


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("e:Event.System.EventID", ["4624"]),
        ("e:Event.System.EventID{@Qualifiers}", ["7"]),
        ("e:Event{@kind}", ["k"]),
        ("e:Event.Data", ["1", "2"]),
        ("e:Event.Data{}", ["1", "2"]),
        ("e:Event.Data{1}", ["1"]),
        ("e:Event.Data{2}{@Name}", ["b"]),
        ("e:Event.Data{@Name}", ["a", "b"]),
        ("e:Event.Mixed.b", ["bold"]),
        ("Event.Data", []),
    ],
)
def test_values_of_xml(path, values):
    assert spath_values(XML, path) == values


def test_an_element_with_children_is_its_markup():
    assert spath_values("<a>some <b>bold</b> text</a>", "a") == ["some <b>bold</b> text"]


def test_all_fields_of_json():
    assert spath_fields(JSON) == {
        "a.b": ["1.50", "again"],
        "list{}.n": ["x", "y"],
        "list{}.v": ["1", "2"],
        "s{}": ["p", "q"],
        "t": ["true"],
        "big": ["12345678901234567890"],
        "m{}{}": ["1", "2", "3"],
        "é": ["ü"],
    }
    assert spath_fields("[1, {}]") == {"{}": ["1"]}


def test_all_fields_of_xml():
    assert spath_fields(XML) == {
        "e:Event{@kind}": ["k"],
        "e:Event.System.EventID{@Qualifiers}": ["7"],
        "e:Event.System.EventID": ["4624"],
        "e:Event.Data{@Name}": ["a", "b"],
        "e:Event.Data": ["1", "2"],
        "e:Event.Mixed": ["some  text"],
        "e:Event.Mixed.b": ["bold"],
        "e:Event.Same": ["  kept  "],
    }


@pytest.mark.parametrize("text", ["", "word", "12", '"x"', "[1", "<", "<a", "{'a': 1}", "\ud800"])
def test_no_document_has_no_values(text):
    assert spath_values(text, "a") == []
    assert spath_fields(text) in ({}, {"a": []})


def test_hostile_documents_end():
    deep = '{"a":' * 900 + "1" + "}" * 900
    assert spath_values(deep, "a")[0].startswith('{"a":{"a":')
    assert list(spath_fields(deep).values()) == [["1"]]
    assert spath_fields("[" * 100_000) == {}
    bomb = "<!DOCTYPE a [<!ENTITY x 'lol'><!ENTITY y '&x;&x;&x;'>]><a>&y;</a>"
    assert "lol" not in str(spath_fields(bomb))
    outside = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>"
    assert spath_values(outside, "a") in ([], ["&x;"])
