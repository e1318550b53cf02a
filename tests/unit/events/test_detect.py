"""Which format a log is in."""

import pytest

from spl.events.detect import detect

HEADS = {
    "<Event><System/></Event>": "xml",
    "\ufeff<?xml version='1.0'?>\n<Events><Event>": "xml",
    "<Events></Events>": "xml",
    "<EventsLog/>": "text",
    "some words first\n<Event xmlns='x'>": "xml",
    '{"a": "<Event>"}': "json",
    '[\n {"a": 1}]': "json",
    "[]": "json",
    '{\n  "a": 1\n}': "json",
    '# a comment\n{"a": 1}\n': "json",
    "[2023-01-01] {x}": "text",
    "{x}": "text",
    '{"a"': "json",
    "# a comment\n{\"a\": }\n": "text",
    "<EventData/>": "text",
    "Jan 1 host app: hello": "text",
}  # fmt: skip


@pytest.mark.parametrize(("head", "want"), HEADS.items())
def test_detect(head, want):
    assert detect(head) == want
