"""The laws of kernels behind commands: each gives what the plain way gives, or declines."""

from copy import copy
from functools import partial
from itertools import repeat
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from spl.columns._folded import folded
from spl.columns._keyword import keyword, longest_part
from spl.columns.calculated import calculated
from spl.columns.column import Column
from spl.columns.concat import concat_columns
from spl.columns.dictionary import Dictionary
from spl.columns.floors import floors
from spl.columns.join import matched, shared_keys, with_others
from spl.columns.numbers import Numbers
from spl.columns.order import SortKey, order
from spl.columns.running import running
from spl.columns.table import Table
from spl.columns.texts import Texts
from spl.columns.thin import first_of_each
from spl.columns.written_times import written_times
from spl.values import arithmetic
from spl.values.aggregate_names import find_aggregate
from spl.values.compare import compare
from spl.values.search_compare import search_predicate
from spl.values.span import read_time_span
from spl.values.strftime import strftime
from spl.values.value import Value, as_number, as_text

WORDS = st.sampled_from(["a", "b", "1", "01", ""])
VALUES = st.none() | WORDS | st.integers(0, 3)
ZONES = ("UTC", "Asia/Kathmandu", "America/New_York", "Africa/Monrovia", "Australia/Lord_Howe")


def column_of_times(times: list[float]) -> Column:
    return Column(
        np.arange(len(times), dtype=np.int32), Dictionary(Numbers(np.array(times)), distinct=False)
    )


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "span", ["1s", "5m", "250ms", "7h", "1d", "2d", "1w", "1w@w1", "1mon", "1q"]
)
@given(times=st.lists(st.floats(-1e9, 5e9) | st.integers(0, 2**31).map(float), min_size=1))
def test_floors_are_those_of_each_time(zone: str, span: str, times: list[float]) -> None:
    width, clock = read_time_span(span), ZoneInfo(zone)
    found = floors(column_of_times(times), width, clock, 86.25)
    if found is not None:
        plain = [width.floor(time, clock, 86.25) for time in times]
        assert list(map(repr, found.to_list())) == list(map(repr, plain))


def test_floors_do_not_decline_ordinary_times() -> None:
    assert floors(column_of_times([1.7e9, 1.7e9 + 0.25]), read_time_span("5m"), ZoneInfo("UTC"))


@pytest.mark.parametrize("name", ["count", "sum", "avg"])
@given(
    rows=st.lists(
        st.tuples(st.integers(-1, 2), VALUES | st.sampled_from(["0.5", "9007199254740993"]))
    ),
    current=st.booleans(),
)
def test_running_is_feeding_row_by_row(
    name: str, rows: list[tuple[int, Value]], current: bool
) -> None:
    ids = np.array([group for group, _ in rows], dtype=np.int64)
    found = running(name, ids, Column.of(value for _, value in rows), current=current)
    if found is None:
        return
    made = find_aggregate(name)
    assert made is not None
    states = {group: made[1]() for group in (0, 1, 2)}
    plain: list[Value] = []
    for group, value in rows:
        if group < 0:
            plain.append(None)
            continue
        if not current:
            plain.append(states[group].result())
        if value is not None:
            states[group].add(value)
        if current:
            plain.append(states[group].result())
    assert list(map(repr, found.to_list())) == list(map(repr, plain))


def test_running_does_not_decline_whole_numbers() -> None:
    assert running("sum", np.zeros(3, dtype=np.int64), Column.of(["1", "2", None])) is not None


def pairs_by_hand(
    left: list[tuple[Value, Value]], right: list[tuple[Value, Value]], most: int, outer: bool
) -> list[tuple[int, int]]:
    def text(row: tuple[Value, Value]) -> tuple[str, ...] | None:
        return None if None in row else tuple(as_text(v) for v in row)  # type: ignore[arg-type]

    pairs = []
    for number, row in enumerate(left):
        found = [n for n, other in enumerate(right) if text(row) and text(row) == text(other)]
        found = found[:most] if most else found
        pairs += [(number, n) for n in (found or ([-1] if outer else []))]
    return pairs


@given(
    left=st.lists(st.tuples(VALUES, VALUES), max_size=8),
    right=st.lists(st.tuples(VALUES, VALUES), max_size=8),
    most=st.integers(0, 2),
    outer=st.booleans(),
)
def test_rows_are_joined_as_by_hand(
    left: list[tuple[Value, Value]],
    right: list[tuple[Value, Value]],
    most: int,
    outer: bool,
) -> None:
    tables = [
        Table({n: Column.of(row[k] for row in rows) for k, n in enumerate(names)}, len(rows))
        for rows, names in ((left, "ab"), (right, "xy"))
    ]
    keys = shared_keys(tables[0], "ab", tables[1], "xy")
    mine, theirs = matched(*keys, most=most)
    if outer:
        mine, theirs = with_others(len(left), mine, theirs)
    found = list(zip(mine.tolist(), theirs.tolist(), strict=True))
    assert found == pairs_by_hand(left, right, most, outer)


@given(ids=st.lists(st.integers(0, 3)), most=st.integers(1, 3))
def test_the_first_of_each_group(ids: list[int], most: int) -> None:
    plain = [n for n, group in enumerate(ids) if ids[:n].count(group) < most]
    assert first_of_each(np.array(ids, dtype=np.int64), most).tolist() == plain


@given(
    parts=st.lists(st.lists(st.text(max_size=3), min_size=1), min_size=1, max_size=3),
    distinct=st.booleans(),
)
def test_packed_texts_put_together_are_the_same_texts(
    parts: list[list[str]], distinct: bool
) -> None:
    import pyarrow as pa

    columns = []
    for part in parts:
        values = list(dict.fromkeys(part)) if distinct else part
        codes = np.arange(-1, len(values), dtype=np.int32)
        texts = Texts(pa.array(values, pa.string()))
        columns.append(Column(codes, Dictionary(texts, distinct=distinct)))
    whole = concat_columns(columns)
    assert whole.to_list() == [value for column in columns for value in column.to_list()]
    if distinct:
        assert len(set(whole.dictionary.values)) == len(whole.dictionary)


@given(numbers=st.lists(st.lists(st.floats(allow_nan=False), min_size=1), min_size=2, max_size=3))
def test_packed_numbers_put_together_are_the_same_numbers(numbers: list[list[float]]) -> None:
    whole = concat_columns([column_of_times(part) for part in numbers])
    assert whole.to_list() == [n for part in numbers for n in part]
    assert whole.dictionary.only(np.array([0], dtype=np.int32)).values[0] == numbers[0][0]


FOLDED = st.text(alphabet="aAbB.*ßK\u212a\\", max_size=5)


@given(texts=st.lists(FOLDED, min_size=1, unique=True), pattern=FOLDED, packed=st.booleans())
def test_a_sweep_finds_what_the_predicate_finds(
    texts: list[str], pattern: str, packed: bool
) -> None:
    import pyarrow as pa

    values = Texts(pa.array(["cut off", *texts], pa.string())[1:]) if packed else texts
    dictionary = Dictionary(values)
    swept = folded(dictionary)
    assert swept is not None
    test = search_predicate("=", pattern)
    assert swept.equal(pattern, dictionary).tolist() == [*map(test, texts), False]
    part = longest_part(pattern)
    if part:
        asked = keyword(pattern)
        found = swept.containing(part, asked, dictionary)
        assert found.tolist() == [*map(asked, texts), False]


@given(texts=st.lists(VALUES.map(str) | st.sampled_from(["1e5", "-.5", "5.", "+", ".", "1.2.3"])))
def test_texts_that_read_as_numbers_are_found(texts: list[str]) -> None:
    import pyarrow as pa

    for many in (texts, texts * 70):
        found = set(Texts(pa.array(many, pa.string())).numeric().tolist())
        assert {n for n, text in enumerate(many) if as_number(text) is not None} <= found


@given(
    texts=st.lists(
        st.sampled_from(["b", "a:1", "1::2", "10.0.0.1", "9.9.9.9", "7", "07", "é", ""])
    ),
    descending=st.booleans(),
)
def test_many_texts_are_ordered_as_few(texts: list[str], descending: bool) -> None:
    import pyarrow as pa

    distinct = list(dict.fromkeys([*texts, *(f"t{n}" for n in range(60))]))
    keys = [SortKey("f", descending=descending)]
    codes = np.arange(len(distinct), dtype=np.int32)
    packed = Column(codes, Dictionary(Texts(pa.array(distinct, pa.large_string()))))
    orders = []
    for column in (Column.of(distinct), packed):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("spl.columns.order._MANY", 1 if column is packed else 10**9)
            orders.append(order(Table({"f": column}, len(distinct)), keys).tolist())
    assert orders[0] == orders[1]


FORMATS = st.lists(
    st.sampled_from(
        ("%S", "%-S", "%_S", "%^S", "%%S", "%H:%M", "%F", "%T", "%Y", "%c", "%X", "%Z", "%z", "%:z",
         "%p", "%j", "%V", "%q", " ", "é", "%s", "%3N", "%Q", "%f", "%")
    ),
    max_size=5,
).map("".join)  # fmt: skip
MOMENTS = st.none() | st.integers(-(10**8), 10**10) | st.floats(1e8, 9e9) | st.sampled_from(
    ("1731492005", "1731492005.9999999", "x", 1731492059.9999996, 1711846800, ("1731492005", "7"))
)  # fmt: skip


@given(st.lists(MOMENTS, min_size=1, max_size=70), FORMATS, st.sampled_from(ZONES))
def test_times_are_written_all_at_once_as_one_by_one(moments, form, zone):
    told = [*moments, *range(1_731_492_000, 1_731_492_064)]
    found = written_times(told, form, ZoneInfo(zone))
    if found is None:
        return
    numbers = [as_number(value) for value in told]
    assert found == [None if n is None else strftime(n, form, ZoneInfo(zone)) for n in numbers]


def test_times_of_our_days_are_written_all_at_once():
    told = [1_731_492_000 + n / 2 for n in range(100)]
    texts = written_times(told, "%d.%m. %H:%M:%S %z", ZoneInfo("Europe/Berlin"))
    assert texts is not None
    assert texts[3] == "13.11. 11:00:01 +0100"
    assert written_times(told, "%s", ZoneInfo("UTC")) is None


OPERATORS = {
    **{op: partial(compare, op) for op in ("=", "==", "!=", "<", ">", "<=", ">=")},
    "+": arithmetic.add, "-": arithmetic.subtract, "*": arithmetic.multiply,
    "/": arithmetic.divide, "%": arithmetic.modulo,
}  # fmt: skip
WHOLE = st.integers(-5, 5) | st.integers(-(2**60), 2**60) | st.sampled_from((2**26, 2**53, 2**70))
DECIMALS = st.floats() | st.sampled_from((0.0, -0.0, 1.0, 2.5, float(2**53)))
SIDES = st.one_of(
    *(st.lists(kind | st.none(), min_size=70, max_size=70) for kind in (WHOLE, DECIMALS)),
    st.lists(st.integers(-9, 9), min_size=70, max_size=70),
    st.lists(VALUES, min_size=70, max_size=70),
    *(kind.map(repeat) for kind in (WHOLE, DECIMALS, WORDS, st.none(), st.booleans())),
)


@given(st.sampled_from(sorted(OPERATORS)), SIDES, SIDES)
def test_numbers_are_calculated_all_at_once_as_one_by_one(op, left, right):
    assume(not (isinstance(left, repeat) and isinstance(right, repeat)))
    found = calculated(op, copy(left), copy(right))
    if found is not None:
        want = list(map(OPERATORS[op], left, right))
        assert list(map(repr, found)) == list(map(repr, want))


def test_numbers_of_our_days_are_calculated_all_at_once():
    numbers: list[Value] = [*range(100), None]
    assert calculated("%", numbers, repeat(50)) == [*range(50), *range(50), None]
    assert calculated("/", [1.5] * 99, repeat(0)) == [None] * 99
    assert calculated(">", repeat(2), numbers) == [n < 2 for n in range(100)] + [None]
    assert calculated("+", ["1"] * 99, repeat(1)) is None
