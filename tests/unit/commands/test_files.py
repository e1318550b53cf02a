"""outputlookup, outputcsv, collect and inputcsv: what is written where, and only there."""

import json

import pytest

import spl

ROWS = [{"u": "al", "n": "1", "_time": "5"}, {"u": ["bo", "cy"]}]


def rows(results):
    return [dict(row) for row in results]


def test_without_a_folder_a_lookup_stays_in_the_session(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    session = spl.Session()
    session.search("outputlookup people", rows=ROWS)
    assert rows(session.search("| inputlookup people | table u")) == [{"u": "al"}, {"u": "bo\ncy"}]
    assert list(tmp_path.iterdir()) == []


def test_with_a_folder_a_lookup_is_a_file_too(tmp_path):
    session = spl.Session(write=tmp_path / "new")
    session.search("outputlookup people.csv", rows=ROWS)
    session.search("outputlookup append=t people.csv", rows=[{"u": "di"}])
    text = (tmp_path / "new" / "people.csv").read_text("utf-8")
    assert text == 'u,n\nal,1\n"bo\ncy",\ndi,\n'


def test_an_empty_result_empties_a_lookup_unless_told_otherwise():
    session = spl.Session()
    session.lookups["t"] = [{"u": "al"}]
    session.search("where false() | outputlookup override_if_empty=f t", rows=ROWS)
    assert rows(session.search("| inputlookup t")) == [{"u": "al"}]
    session.search("where false() | outputlookup t", rows=ROWS)
    assert rows(session.search("| inputlookup t")) == []


def test_what_outputcsv_writes_inputcsv_reads(tmp_path):
    session = spl.Session(write=tmp_path)
    session.search("outputcsv t", rows=ROWS)
    assert (tmp_path / "t.csv").read_text("utf-8").splitlines()[0] == "u,n,_time"
    assert rows(session.search("| inputcsv t where u=al")) == [{"u": "al", "n": "1", "_time": "5"}]
    assert rows(session.search("| inputcsv start=1 max=1 t.csv | fields u")) == [{"u": "bo\ncy"}]


def test_outputcsv_appends_under_the_columns_that_are_there(tmp_path):
    session = spl.Session(write=tmp_path)
    session.search("fields u | outputcsv t", rows=[{"u": "al"}])
    session.search("outputcsv append=t t", rows=[{"u": "bo", "x": "lost"}])
    assert rows(session.search("| inputcsv t")) == [{"u": "al"}, {"u": "bo"}]


def test_outputcsv_makes_no_empty_file_unless_told_to(tmp_path):
    session = spl.Session(write=tmp_path)
    session.search("where false() | outputcsv t", rows=ROWS)
    assert list(tmp_path.iterdir()) == []
    session.search("where false() | outputcsv create_empty=t t", rows=ROWS)
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_inputcsv_appends(tmp_path):
    session = spl.Session(write=tmp_path)
    session.search("outputcsv t", rows=[{"u": "al"}])
    found = session.search("| makeresults | eval u=1 | table u | inputcsv append=t t")
    assert rows(found) == [{"u": "1"}, {"u": "al"}]


def test_a_missing_file_is_a_warning_or_an_error(tmp_path):
    session = spl.Session(write=tmp_path)
    assert session.search("| inputcsv nothing").warnings
    with pytest.raises(spl.SplError) as caught:
        session.search("| inputcsv strict=t nothing")
    assert caught.value.code == "SPL436"


@pytest.mark.parametrize("search", ["outputcsv t", "inputcsv append=t t"])
def test_without_a_folder_no_file_is_touched(search):
    with pytest.raises(spl.SplError) as caught:
        spl.Session().search(search, rows=ROWS)
    assert caught.value.code == "SPL430"
    assert "--write" in caught.value.hint


@pytest.mark.parametrize("name", ["../t", "a/b", "/tmp/t", ".t", r"a\b", "..", "t\0x"])
@pytest.mark.parametrize("command", ["outputcsv", "outputlookup", "collect index="])
def test_no_name_leads_out_of_the_folder(tmp_path, name, command):
    session = spl.Session(write=tmp_path / "in")
    blank = "" if command.endswith("=") else " "
    quoted = name.replace("\\", "\\\\")
    with pytest.raises(spl.SplError) as caught:
        session.search(f'{command}{blank}"{quoted}"', rows=ROWS)
    assert caught.value.code == "SPL434"
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


def test_a_link_is_not_followed_out_of_the_folder(tmp_path):
    outside = tmp_path / "outside.csv"
    outside.write_text("u\n1\n", "utf-8")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "t.csv").symlink_to(outside)
    with pytest.raises(spl.SplError):
        spl.Session(write=folder).search("outputcsv t", rows=ROWS)
    assert outside.read_text("utf-8") == "u\n1\n"


def test_collect_makes_events_and_with_a_folder_lines_of_json(tmp_path):
    session = spl.Session(now=1_700_000_000, write=tmp_path)
    session.search("collect index=sum source=rule sourcetype=st host=h", rows=[{"u": "al"}])
    found = session.search("search index=sum u=al | table _time source sourcetype host u")
    want = {"_time": "1700000000", "source": "rule", "sourcetype": "st", "host": "h", "u": "al"}
    assert rows(found) == [want]
    lines = (tmp_path / "sum.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[0])["u"] == "al"


def test_collect_in_test_mode_keeps_nothing():
    session = spl.Session()
    assert len(session.search("collect index=sum testmode=t", rows=[{"u": "al"}])) == 1
    assert rows(session.search("| eventcount index=sum")) == [{"count": "0"}]


def test_collect_writes_the_event_as_names_and_values():
    session = spl.Session(now=0)
    session.search("collect index=sum", rows=[{"u": 'a"b', "m": ["x", "y"]}])
    (row,) = session.search("search index=sum | table _raw")
    assert row["_raw"] == r'01/01/1970 00:00:00 +0000, u="a\"b", m="x", m="y"'
