"""What is completed, hinted and highlighted at the prompt."""

from __future__ import annotations

from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

import spl
from spl.shell.prompt import loop
from spl.shell.prompt.completer import SplCompleter
from spl.shell.prompt.desk import Desk
from spl.shell.prompt.highlighter import SplLexer
from spl.shell.prompt.toolbar import toolbar
from spl.shell.prompt.vocabulary import Vocabulary

LOG = Path(spl.__file__).parents[1] / "datasets/malware/azorult/sysmon.log"
assert loop.dots, "dot commands are entered when the loop is imported"


@pytest.fixture(scope="module")
def session() -> spl.Session:
    session = spl.Session()
    session.load(LOG)
    session.savedsearches["My Search"] = "index=main"
    return session


@pytest.fixture(scope="module")
def completer(session: spl.Session) -> SplCompleter:
    vocabulary = Vocabulary(session)
    vocabulary.learn()
    return SplCompleter(vocabulary)


def offered(completer: SplCompleter, typed: str) -> list[str]:
    """The whole input after each completion."""
    found = completer.get_completions(Document(typed, len(typed)), CompleteEvent())
    return [typed[: len(typed) + c.start_position] + c.text for c in found]


@pytest.mark.parametrize(
    ("typed", "want"),
    [
        ("index=main | eventst", "index=main | eventstats"),
        ("index=main | stats co", "index=main | stats count("),
        ("| eval x=upp", "| eval x=upper("),
        ("| stats count(eval(mat", "| stats count(eval(match("),
        ("| head ke", "| head keeplast="),
        ("| head keeplast=t", "| head keeplast=true"),
        ("| tstats summ", "| tstats summariesonly="),
        (
            "| tstats count from datamodel=Endpoint.Proc",
            "| tstats count from datamodel=Endpoint.Processes",
        ),
        (
            "| tstats count from datamodel=Endpoint.Processes by Processes.parent_process_na",
            "| tstats count from datamodel=Endpoint.Processes by Processes.parent_process_name",
        ),
        ("| from datamodel:Auth", "| from datamodel:Authentication"),
        ("| savedsearch ", '| savedsearch "My Search"'),
        ("`security_content_ct", "`security_content_ctime("),
        ("`sysm", "`sysmon`"),
        ("EventCo", "EventCode"),
        ("EventCode=1", "EventCode=18"),
        ("EventCode IN (17, 1", "EventCode IN (17, 18"),
        ('User="NT A', '"NT AUTHORITY\\\\SYSTEM"'),
        ("index=main earliest=-24", "index=main earliest=-24h@h"),
        ("| timechart span=1", "| timechart span=1mon"),
        ("sourcetype=Xml", "sourcetype=XmlWinEventLog"),
        (".fie", ".fields"),
        ("\\out", ".output"),
        (".output js", ".output jsonl"),
        (".values Ima", ".values Image"),
        (".help eventst", ".help eventstats"),
    ],
)
def test_completion(completer: SplCompleter, typed: str, want: str) -> None:
    found = offered(completer, typed)
    assert any(text.endswith(want) for text in found), found[:20]


def test_a_value_that_is_no_word_is_put_into_quotes(completer: SplCompleter) -> None:
    found = offered(completer, "Image=")
    assert 'Image="C:\\\\Windows\\\\system32\\\\regsvr32.exe"' in found


def test_frequent_values_come_first_with_their_count(completer: SplCompleter) -> None:
    typed = "EventCode="
    first = next(iter(completer.get_completions(Document(typed), CompleteEvent())))
    assert (first.text, first.display_meta_text) == ("13", "44 events")


def test_a_text_in_quotes_is_not_completed_with_functions(completer: SplCompleter) -> None:
    assert offered(completer, '| eval x="upp') == []


def bar(session: spl.Session, typed: str, width: int = 78) -> str:
    return "".join(text for _, text, *_ in toolbar(Desk(session), typed, width))


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("| head ", "head [n | (expression)]"),
        ("| eval x=round(a, ", "round(number, [digits])"),
        ("| stats dc(", "distinct_count(value)"),
        ("| fit ", "fit is not supported"),
        ("`x", "a macro"),
    ],
)
def test_the_bar_shows_what_may_stand_here(session: spl.Session, typed: str, hint: str) -> None:
    shown = bar(session, typed)
    assert hint in shown
    assert shown.rstrip().endswith("128 events · all time")
    assert len(shown) == 78


def test_the_bar_marks_the_argument(session: spl.Session) -> None:
    pieces = toolbar(Desk(session), "| eval x=round(a, ", 78)
    assert [text for style, text, *_ in pieces if style == "class:spl.here"] == ["[digits]"]


@pytest.mark.parametrize("width", [1, 10, 40])
def test_no_terminal_is_too_narrow_for_the_bar(session: spl.Session, width: int) -> None:
    assert bar(session, "| timechart ", width)


def styled(text: str) -> dict[str, str]:
    lines = SplLexer().lex_document(Document(text))
    return {
        piece: style.removeprefix("class:spl.") for style, piece, *_ in lines(0) if piece.strip()
    }


def test_search_eval_and_regex_look_different() -> None:
    shown = styled('name="x" | eval y=match(z, "^a") | rex "(?<b>c)" | statz')
    assert shown['"x"'] != shown['"^a"']
    assert shown['"^a"'] == shown['"(?<b>c)"'] == "regex"
    assert shown["match"] == "function"
    assert shown["statz"] == "error"
