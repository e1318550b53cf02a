"""A fault inside a macro shows the call that was typed and the place in what it stands for."""

import pytest

import spl

MACROS = {
    "outer": "`inner` | stats count by a",
    "inner": "(a=1 OR b=2",
    "two(1)": "eval a=1\n| eval b=lenn($x$)",
}


@pytest.mark.parametrize(
    ("search", "call", "inside"),
    [
        ("x `inner`", "`inner`", "(a=1 OR b=2"),
        ("x | `two(y)` | head 1", "`two(y)`", "lenn(y)"),
        ("x | head 1 | `two( y )`", "`two( y )`", "lenn(y)"),
    ],
)
def test_both_places_are_told(search, call, inside):
    session = spl.Session()
    session.macros.update(MACROS)
    with pytest.raises(spl.SplError) as caught:
        session.search(search)
    span = caught.value.span
    assert search[span.start : span.end] == call
    assert span.inside.text[span.inside.start : span.inside.end].startswith(inside[:1])
    shown = caught.value.render()
    assert f"(in the expansion of `{span.macro}`)" in shown
    assert f"where `{span.macro}` stands for" in shown


def test_a_fault_beside_a_macro_shows_no_macro():
    with pytest.raises(spl.SplError) as caught:
        spl.Session().search("`sysmon` | statz count")
    assert caught.value.span.inside is None
    assert "stands for" not in caught.value.render()
