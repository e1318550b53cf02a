"""The object that users hold: the contract of the Python API."""

import sys

import pytest

import spl

ROWS = [{"a": "x", "n": "3"}, {"a": "y", "n": "1"}, {"a": "x", "n": "5"}]


@pytest.fixture
def session() -> spl.Session:
    return spl.Session(now=1_700_000_000)


def test_public_names():
    assert sorted(spl.__all__) == spl.__all__
    assert all(hasattr(spl, name) for name in spl.__all__)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("where n>2 | table n", [{"n": "3"}, {"n": "5"}]),
        ("| where n>2 | table n", [{"n": "3"}, {"n": "5"}]),
        ("search a=X | table n", [{"n": "3"}, {"n": "5"}]),
        ("a=Y | table n", [{"n": "1"}]),
        ("a = Y | table n", [{"n": "1"}]),
        ("n IN (1, 3) | table n", [{"n": "3"}, {"n": "1"}]),
        ("```a comment``` where n=1 | table a", [{"a": "y"}]),
        ("`small` | table n", [{"n": "1"}]),
        ("`shown(n)` | search n=1", [{"n": "1"}]),
    ],
)
def test_a_pipeline_over_rows(session: spl.Session, text: str, rows: list[dict]):
    session.macros["small"] = "where n<2"
    session.macros["shown(1)"] = "table $field$"
    assert list(session.search(text, rows=ROWS)) == rows


def test_a_field_that_is_called_like_a_command(session: spl.Session):
    assert list(session.search("table=1", rows=[{"table": "1"}, {}])) == [{"table": "1"}]


def test_columns_keep_their_order(session: spl.Session):
    assert session.search("table n a z", rows=ROWS).columns == ["n", "a", "z"]


def test_macros(session: spl.Session):
    session.macros["f(2)"] = "search $x$=$y$"
    session.macros["g"] = {"definition": '"search a=" . "x"', "iseval": True}
    session.macros["h(2)"] = {"definition": "search $b$=$a$", "args": "a, b"}
    assert len(session.search("`f(a, x)`", rows=ROWS)) == 2
    assert len(session.search("`g`", rows=ROWS)) == 2
    assert len(session.search("`h(x, a)`", rows=ROWS)) == 2
    assert "f(2)" in session.macros
    assert session.macros.setdefault("g", "search *") is session.macros["g"]
    del session.macros["g"]
    with pytest.raises(spl.MacroError):
        session.search("`g`", rows=ROWS)


@pytest.mark.parametrize(
    ("name", "value"), [("a b", "x"), ("f(2)", "x"), ("f", {"definition": "x", "args": "a"})]
)
def test_a_macro_that_does_not_fit_its_name(session: spl.Session, name: str, value: object):
    with pytest.raises(spl.MacroError) as caught:
        session.macros[name] = value
    assert caught.value.code == "SPL209"


def test_now_is_fixed(session: spl.Session):
    assert session.now() == 1_700_000_000
    assert list(session.search("| makeresults")) == [{"_time": "1700000000"}]


def test_the_time_range(session: spl.Session):
    rows = [{"_time": 5}, {"_time": "7.5"}, {"_time": 9}]
    found = session.search("search *", earliest=6, latest=9, rows=rows)
    assert list(found) == [{"_time": "7.5"}]
    with pytest.raises(spl.BindError) as caught:
        session.search("search *", earliest="-1x", rows=rows)
    assert caught.value.code == "SPL305"


def test_an_error_shows_its_place(session: spl.Session):
    text = "search a=x\n| where nofunction(a)=1"
    with pytest.raises(spl.SplError) as caught:
        session.search(text, rows=ROWS)
    error = caught.value
    assert text[error.span.start : error.span.end].startswith("nofunction")
    assert "line 2, column 9" in error.render()
    assert "^^^^" in error.render()


def test_the_session_goes_on_after_an_error(session: spl.Session):
    with pytest.raises(spl.SplError):
        session.search("| nosuchcommand")
    assert len(session.search("| makeresults")) == 1


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", "../etc/passwd"])
def test_a_time_zone_that_is_none(tz: str):
    with pytest.raises(spl.BindError) as caught:
        spl.Session(tz=tz)
    assert caught.value.code == "SPL306"


def test_without_pandas_the_error_says_so(session: spl.Session, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(spl.RunError) as caught:
        session.search("| makeresults").to_pandas()
    assert caught.value.code == "SPL403"


def test_parse_prints_what_it_read():
    pipeline = spl.parse("`f` | where n>2", macros={"f": "search a=1"})
    assert str(spl.parse(str(pipeline), macros={})) == str(pipeline)
    assert [command.name for command in pipeline.commands] == ["search", "where"]
