"""Why the stanzas that could give a field give it nothing."""

import re

import pytest

import spl

PROPS = r"""
[mine]
KV_MODE = none
EXTRACT-user = user=(?<user>\w+)
EXTRACT-code = code=(?<code>\d+)
FIELDALIAS-who = account AS who
EVAL-size = bytes/1024
EVAL-mark = if(user="al", null(), null())
LOOKUP-dept = departments user OUTPUT dept
LOOKUP-site = departments place AS site OUTPUT floor

[others]
EVAL-colour = "red"
"""
TRANSFORMS = "[departments]\nfilename = departments.csv\n"
TABLE = "user,place,dept,floor\ncy,north,ops,1\n"


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> spl.Session:
    folder = tmp_path_factory.mktemp("apps")
    for name, text in {
        "app/default/props.conf": PROPS,
        "app/default/transforms.conf": TRANSFORMS,
        "app/lookups/departments.csv": TABLE,
        "mine.log": "2024-01-01T00:00:00Z user=al\n2024-01-01T00:00:01Z user=bo\n",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    session = spl.Session(apps=folder / "app")
    session.load(folder / "mine.log", source="mine.log", sourcetype="mine")
    return session


CASES = [
    ("code", "[mine] EXTRACT-code (app/default/props.conf, line 5) does not match these events."),
    ("who", "[mine] FIELDALIAS-who (app/default/props.conf, line 6) needs 'account', which these"),
    ("size", "[mine] EVAL-size (app/default/props.conf, line 7) gives null: these events do not"),
    ("mark", "[mine] EVAL-mark (app/default/props.conf, line 8) gives null for these events."),
    ("dept", 'finds no row in lookup \'departments\' for user="bo", "al".'),
    ("floor", "[mine] LOOKUP-site (app/default/props.conf, line 10) needs 'site', which these"),
    ("colour", "No stanza for mine, mine.log gives 'colour'; to other events [others] EVAL-colour"),
    ("shape", "No stanza of any app gives 'shape'."),
]


@pytest.mark.parametrize(("name", "said"), CASES)
def test_a_null_by_field_names_the_stanza(session: spl.Session, name: str, said: str):
    found = session.why(f"sourcetype=mine | stats count by {name}")
    assert found.findings[0].kind == "null"
    assert said in re.sub(r"\s+", " ", str(found))


def test_only_the_rows_that_lack_a_field_are_blamed(session: spl.Session):
    found = session.why('sourcetype=mine | eval x=if(user="al", "y", null()) | stats count by x')
    assert found.rows == 1
    assert found.findings[0].title == "1 of 2 rows are dropped, a BY field is null: 'x' in 1."
    assert found.findings[0].sentences == (
        "Stage 2, eval, should give 'x', but gives these rows no value.",
    )


def test_clauses_stand_from_the_outside_to_the_inside(session: spl.Session):
    found = session.why("user=zz sourcetype=mine earliest=2 index=main source=mine.log")
    assert [each.clause.group for each in found.passed] == [
        "index",
        "time",
        "origin",
        "origin",
        "clause",
    ]
    assert [(each.alone, each.left) for each in found.passed][-2:] == [(2, 2), (0, 0)]
