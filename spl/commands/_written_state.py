"""The running state of an aggregate as a value that can stand in a table, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from spl.values.book import Aggregate
from spl.values.stats.all_numeric import AllNumeric
from spl.values.stats.count import Count, DistinctCount, EstimatedDistinctCountError
from spl.values.stats.extreme import Range
from spl.values.stats.order import Values
from spl.values.stats.percentile import Percentile
from spl.values.stats.sum import Sum
from spl.values.stats.variance import Variance
from spl.values.value import Value, as_texts, multivalue

_WITHOUT_ORDER = (
    Count,
    DistinctCount,
    EstimatedDistinctCountError,
    Percentile,
    Range,
    Sum,
    Values,
    Variance,
)


def is_without_order(state: Aggregate) -> bool:
    """Whether it makes no difference in which order parts are merged into *state*.

    Sums of decimals differ within 1e-9 of the result.
    """
    inner = state._inner if isinstance(state, AllNumeric) else state
    return isinstance(inner, _WITHOUT_ORDER)


def written(state: Aggregate) -> Value:
    """The state as a value: a count as its number, different texts as a multivalue, else JSON."""
    if type(state) is Count:
        return state._seen
    texts = _texts_of(state)
    if texts is not None:
        return multivalue(sorted(texts))
    return json.dumps(_told(state))


def restored(value: Value, start: Callable[[], Aggregate]) -> Aggregate:
    """The state that was written; *start* makes one that has seen nothing."""
    state = start()
    if type(state) is Count:
        assert isinstance(value, int)
        state.add_counted(value)
        return state
    texts = _texts_of(state)
    if texts is not None:
        texts.update(as_texts(value))
    elif isinstance(value, str):
        _fill(state, json.loads(value))
    return state


def _texts_of(state: Aggregate) -> set[str] | None:
    """The set that is all there is to the state, or None."""
    if isinstance(state, DistinctCount):
        return state._seen
    return state._values if isinstance(state, Values) else None


def _slots(state: Aggregate) -> Iterator[str]:
    for kind in type(state).__mro__:
        yield from getattr(kind, "__slots__", ())


def _told(state: Aggregate) -> dict[str, Any]:
    return {slot: _plain(getattr(state, slot)) for slot in _slots(state)}


def _plain(held: Any) -> Any:
    if isinstance(held, float):
        return {"f": held.hex()}
    if isinstance(held, list):
        return [_plain(item) for item in held]
    if isinstance(held, set):
        return {"set": sorted(held)}
    if held is None or isinstance(held, bool | int | str):
        return held
    return {"state": _told(held)}


def _fill(state: Aggregate, told: dict[str, Any]) -> None:
    for slot, held in told.items():
        match held:
            case {"state": dict(inner)}:
                _fill(getattr(state, slot), inner)
            case _:
                setattr(state, slot, _held(held))


def _held(told: Any) -> Any:
    match told:
        case {"f": str(text)}:
            return float.fromhex(text)
        case {"set": list(items)}:
            return set(items)
        case list():
            return [_held(item) for item in told]
    return told
