"""Objects in JSON, however they lie in the file."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

WHOLE = {
    "one per line": '{"a":1}\n{"b":[{}]}\n',
    "an array": '[{"a":1},\n{"b":[{}]}]',
    "an array in an array": '[[{"a":1}], [{"b":[{}]}]]',
    "after each other": '{"a":1}{"b":[{}]}',
    "with commas and CRLF": '{"a":1},\r\n{"b":[{}]},\r\n',
    "a mark first": '\ufeff{"a":1}\n{"b":[{}]}',
}


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE)
def test_whole(rows, text):
    assert [row["_raw"] for row in rows(text)] == ['{"a":1}', '{"b":[{}]}']


def test_objects_may_go_on_over_lines(rows):
    text = '{\n "a": 1\n}'
    assert [row["_raw"] for row in rows(f"{text}\n{text}\n")] == [text, text]


HUGE = "9" * 5000 + "}"
BROKEN = {
    "a cut line": ('{"a":1}\n{"b":\n{"c":3}', ['{"a":1}', '{"b":', '{"c":3}'], [2]),
    "a stray line": ('{"a":1}\n[error] x\n{"c":3}', ['{"a":1}', "[error] x", '{"c":3}'], [2]),
    "text after an object": ('{"a":1} x\n{"c":3}', ['{"a":1}', "x", '{"c":3}'], [1]),
    "a huge number": ('{"a":1}\n{"b":' + HUGE, ['{"a":1}', '{"b":' + HUGE], [2]),
    "an endless nest": ('{"a":1}\n' + '{"a":' * 9000, ['{"a":1}', '{"a":' * 9000], [2]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "want", "lines"), BROKEN.values(), ids=BROKEN)
def test_what_is_not_json_is_counted_and_kept(read, text, want, lines):
    loaded = read(text)
    raws = [raw for p in loaded.partitions for raw in p.table.column("_raw").to_list()]
    assert raws == want
    assert [oddity.line for oddity in loaded.report.oddities] == lines


TIMES = {
    "milliseconds": ('{"timestamp":"1713805173418"}', 1713805173.418),
    "seconds": ('{"timestamp":1713805173}', 1713805173.0),
    "fractions of seconds": ('{"time":1713805173.25}', 1713805173.25),
    "ISO 8601": ('{"timestamp":"2023-07-31T18:25:57.132880+0000"}', 1690827957.13288),
    "ISO 8601, another key": ('{"eventTime":"2023-07-31T20:25:57+02:00"}', 1690827957.0),
    "the first usual key that reads": ('{"timestamp":"x","_time":1713805173}', 1713805173.0),
    "anywhere in it": ('{"a":{"b":"2023-07-31T18:25:57Z"}}', 1690827957.0),
    "nowhere": ('{"a":true,"timestamp":true}', 1_700_000_000.0),
}


@pytest.mark.parametrize(("text", "want"), TIMES.values(), ids=TIMES)
def test_times(rows, text, want):
    assert rows(text)[0]["_time"] == pytest.approx(want, abs=1e-5)


def test_sourcetypes(rows):
    assert [row["sourcetype"] for row in rows('{"a":1}\n{"event_simpleName":"X"}')] == [
        "_json",
        "crowdstrike:events:sensor",
    ]


def test_the_export_of_splunk(rows):
    raw = "<Event><System><EventID>1</EventID><Computer>c</Computer></System></Event>"
    row = f'"_raw":"{raw}","_time":"2023-04-11T10:59:26.000+00:00","source":"s","user":"u"'
    for text in (f'{{"preview":false,"result":{{{row}}}}}', f"[{{{row}}}]"):
        (found,) = rows(text)
        assert found["_raw"] == raw
        assert found["_time"] == 1681210766.0
        assert (found["source"], found["host"], found["EventCode"]) == ("s", "c", "1")
        assert "user" not in found


PARTS = ('{"a":1}', "{", "}", '"', "[", "]", ",", "\n", "x", " ", "1", "\\", '{"a":')


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
def test_nothing_is_lost(rows, text):
    loaded = rows('{"a":1}\n' + text)
    kept = "".join(row["_raw"] for row in loaded)
    blank = str.maketrans("", "", " \n,[]")
    assert kept.translate(blank) == ('{"a":1}' + text).translate(blank)


@pytest.mark.parametrize("line", ['{"a":\n', '{"a":[1,1,1,1,1,1,1,1,1,\n', '{"a":"\n', "[{\n"])
def test_no_text_takes_long(read, line):
    start = time.process_time()
    read('{"a":1}\n' + line * 30_000)
    assert time.process_time() - start < 5
