"""Laws of the formatter on searches with blanks, comments and macro calls put anywhere."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from spl.commands import shapes
from spl.errors import SplError
from spl.language.expand import Macro
from spl.language.layout import Formatter
from spl.language.layout.same import is_same
from spl.language.parser import parse
from tests.spec.case import read_cases

SHAPES = shapes()
MACROS = {
    "nothing": Macro("nothing", (), ""),
    "more(1)": Macro("more", ("x",), "| eval seen=$x$"),
}
OUTSIDE = re.compile(r'("(?:[^"\\]|\\.)*"|\'[^\']*\'|`[^`]*`|```.*?```)|(\s+)', re.DOTALL)
FILLERS = [
    " ",
    "\n",
    "  \n\t ",
    " ```c``` ",
    "\n```two\nlines```\n",
    "```a``` ```b```\n",
    " `nothing` ",
]
# More than once around brackets, pipes, keywords: every shape of arguments, from the spec.
TEXTS = [case.data["search"] for case in read_cases() if len(case.data["search"]) < 300]


def parsed(text):
    return parse(text, shapes=SHAPES, macros=MACROS)


@st.composite
def searches(draw):
    """A search of the spec with other things between its words."""
    text = draw(st.sampled_from(TEXTS))
    filler = st.sampled_from(FILLERS)
    return OUTSIDE.sub(lambda found: found[1] or draw(filler), text)


@settings(deadline=None)
@given(searches(), st.sampled_from([20, 60, 100]))
def test_a_layout_is_read_as_the_search_was_and_stays(text, width):
    try:
        parsed(text)
    except SplError:
        return
    formatter = Formatter(SHAPES, width)
    made = formatter.format(text)
    assert formatter.format(made) == made
    assert is_same(text, made, parsed)
    assert re.findall(r"```.*?```", text, re.DOTALL) == re.findall(r"```.*?```", made, re.DOTALL)


@settings(deadline=None)
@example("/,([]")
@given(st.text("ab`\"'|[]()=,! \n\\-+*./<>", max_size=40))
def test_any_text_is_laid_out_or_refused_by_an_error_of_ours(text):
    try:
        parsed(text)
    except SplError:
        return
    made = Formatter(SHAPES).format(text)
    assert Formatter(SHAPES).format(made) == made
    assert is_same(text, made, parsed)
