"""Every error code has a page, every page a code that is used, and its example gives it."""

import re
from pathlib import Path

import pytest

import spl
from spl.errors import SplError
from spl.session import Session
from spl.shell.help_page import error_pages

# What a kind of error has where no other code is given; nothing is raised with these.
KINDS = {"SPL000", "SPL100", "SPL200", "SPL300", "SPL400", "SPL500", "SPL600"}
SOURCE = Path(spl.__file__).parent
USED = {
    code for path in SOURCE.rglob("*.py") for code in re.findall(r'"(SPL\d{3})"', path.read_text())
}
PAGES = error_pages()
RUN = [page for page in PAGES.values() if page.example]


def test_every_code_has_its_page_and_every_page_its_code():
    assert USED - KINDS - set(PAGES) == set(), "write its page in spl/errors.yaml"
    assert set(PAGES) - USED == set()
    assert list(PAGES) == sorted(PAGES)


def code_of(page, text):
    session = Session()
    session.macros.update(page.given.get("macros", {}))
    session.lookups.update(page.given.get("lookups", {}))
    try:
        session.search(text, rows=page.given.get("rows"))
    except SplError as error:
        return error.code
    return None


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.code)
def test_the_example_gives_the_error(page):
    assert code_of(page, page.example) == page.code


@pytest.mark.parametrize("page", RUN, ids=lambda page: page.code)
def test_what_is_shown_instead_does_not(page):
    assert code_of(page, page.instead) != page.code


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.code)
def test_a_page_is_whole(page):
    assert page.title[0].isupper() or page.title.split()[0] in ("eval", "where", "require", "map")
    assert not page.title.endswith(".")
    assert page.why.endswith(".")
    assert bool(page.example) != bool(page.shown)
    assert set(page.given) <= {"macros", "lookups", "rows"}
    assert len(page.render().splitlines()) >= 5
