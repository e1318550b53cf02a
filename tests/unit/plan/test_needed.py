"""What a search can still read: the table of what may stay behind."""

import pytest

import spl
from spl.plan.needed import needed


@pytest.mark.parametrize(
    ("search", "fields"),
    [
        ("stats count(a) by b, c", {"a", "b", "c"}),
        ("eventstats avg(n) as m by h | where n>m | stats count by h", {"n", "h", "m"}),
        ("dedup 2 h sortby -n | table a", {"h", "n", "a"}),
        ("sort 5 -num(n) h | eval x=if(a=1, b, c) | top x by y", {"n", "h", "a", "b", "c"}),
        ("streamstats count by h | chart max(count) over h by u", {"h", "count", "u"}),
        ("dedup h", None),
        ("stats count(*) by h", None),
        ('eval x=searchmatch("a") | stats count by x', None),
        ("eval {k}=1 | table a", None),
        ('rex "(?<a>x)" | stats count by a', None),
        ("search x | stats count by a", None),
        ("lookup t a | stats count by a", None),
        ('streamstats reset_after=(s=="end") count as n | table n', None),
        ('streamstats reset_before="s==1" count as n | table n', None),
    ],
)  # fmt: skip
def test_the_fields_that_can_be_read(search: str, fields: set[str] | None):
    found = needed(spl.parse(f"index=a | {search}").commands[1:])
    assert fields is None if found is None else fields is not None and fields <= found
