"""What commands say about arguments that make no sense: Splunk's words, a code, before any row."""

import pytest

from spl.errors import BindError
from spl.session import Session

FAULTS = [
    ("rename a* as b", "SPL353", "Wildcard mismatch: 'a*' as 'b'."),
    ("table", "SPL352", "Must specify at least one valid field name (can contain wildcards)."),
    ("sort", "SPL352", "You must specify fields to sort."),
    ("dedup", "SPL352", "At least one field must be given as an argument."),
    ("dedup 0 a", "SPL351", "The count must be a positive number."),
    ("head 2.5", "SPL351", "The argument must be a positive number or a boolean expression."),
    ("tail 2.5", "SPL351", "The argument must be a positive number."),
    ("top", "SPL352", "No fields were specified."),
    ("top limit=-1 a", "SPL351", "Invalid value '-1' for the option 'limit'."),
    ("stats nosuch(n)", "SPL356", "The argument 'nosuch(n)' is invalid."),
    ("stats count nosucharg=1", "SPL350", "Invalid argument: 'nosucharg=1'"),
    ("stats sum", "SPL356", "The argument 'sum' is invalid."),
    ("stats count(eval(a=1))", "SPL355", "You must specify a rename for the aggregation"),
    ("stats values(a) as a by a", "SPL355", "cannot have the same name as a group-by field"),
    ("stats count by a*", "SPL353", "The group-by field 'a*' cannot contain wildcards."),
    ("stats per_second(a)", "SPL356", "The argument 'per_second(a)' is invalid."),
    ('rex "abc"', "SPL354", "The regex 'abc' does not extract anything."),
    ('rex "(?P<bad>["', "SPL354", "Encountered the following error while compiling the regex"),
    ('rex mode=sed "nonsense"', "SPL354", "Invalid sed expression 'nonsense'."),
    ('rex mode=sed "y/abc/x/"', "SPL354", "must have the same length"),
    ('regex a="("', "SPL354", "Encountered the following error while compiling the regex '('"),
    ("convert nosuch(n)", "SPL356", "The conversion type 'nosuch' is invalid."),
    ("bin span=1h", "SPL352", "You must specify a field to discretize."),
    ("bin n nosucharg=1", "SPL350", "Invalid argument: 'nosucharg=1'"),
    ("bin n span=0", "SPL351", "The value for option span (0) is invalid."),
    ("bin _time span=0h", "SPL351", "The value for option span (0h) is invalid."),
    ("mvexpand a, b", "SPL350", "Invalid argument: 'b'"),
    ("lookup nosuch x", "SPL341", "Could not construct lookup 'nosuch, x'."),
    ("append maxtime=5", "SPL352", "The last argument must be a subsearch."),
    ("join a", "SPL352", "Usage: join (<join-options>)* <join-constraint> <dataset>."),
    ("multisearch [search a]", "SPL352", "At least two searches must be specified."),
    ("set union [search a]", "SPL352", "Three arguments are required"),
    ("timechart", "SPL352", "You must specify data field(s) to chart."),
    ("timechart span=x count", "SPL351", "The value for option span (x) is invalid."),
    ("streamstats window=-1 count", "SPL351", "Invalid value '-1' for the option 'window'."),
    ("streamstats window=20000 count", "SPL351", "The window must not be larger than 10000."),
    ('makemv delim="" a', "SPL351", "The delimiter must not be empty."),
    ("transaction a maxspan=x", "SPL351", "is not a length of time"),
    ("replace a* WITH b** IN c", "SPL353", "Wildcard mismatch: 'a*' with 'b**'."),
    ("reverse 3", "SPL350", "Invalid argument: '3'"),
    ("delta n p=0", "SPL351", "Invalid value '0' for the option 'p'."),
    ("foreach a [nosuch]", "SPL301", "Unknown search command 'nosuch'."),
]


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(now=1_700_000_000)


@pytest.mark.parametrize(("search", "code", "sentence"), FAULTS, ids=[f[0] for f in FAULTS])
def test_fault(session: Session, search: str, code: str, sentence: str) -> None:
    with pytest.raises(BindError) as caught:
        session.search(search, rows=[])
    assert sentence in caught.value.message
    assert caught.value.code == code
    assert caught.value.span is not None and caught.value.span.end > 0


def test_an_unknown_option_is_answered_with_the_nearest_one(session: Session) -> None:
    with pytest.raises(BindError) as caught:
        session.search("top limitt=3 a", rows=[])
    assert caught.value.hint == "Did you mean 'limit'?"


@pytest.mark.parametrize(
    ("search", "place"),
    [
        ('rex "(?<a"', '"(?<a"'),
        ('regex a="("', '"("'),
        ("lookup nosuch a", "nosuch"),
        ("head 1 | lookup windows_severity Level OUTPUT severiti", "severiti"),
        ("append [| tstats count from datamodel=Endpoint.Proceses]", "datamodel=Endpoint.Proceses"),
        ("append [| inputlookup windows_severty]", "windows_severty"),
    ],
)
def test_the_caret_stands_under_what_is_wrong(session: Session, search: str, place: str) -> None:
    with pytest.raises(BindError) as caught:
        session.search(f"* | {search}")
    span = caught.value.span
    assert span is not None
    assert f"* | {search}"[span.start : span.end] == place


def test_quotes_of_a_word_processor_are_warned_of(session: Session) -> None:
    assert session.search("EventCode=“1”").warnings == [
        "The character “ is no quote in SPL; write \" or ' instead."
    ]
    assert session.search('EventCode="“1”"').warnings == []
