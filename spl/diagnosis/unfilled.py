"""Why events lack a field that some stanza of some app could give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spl.diagnosis.fields_there import count_present, shown
from spl.diagnosis.place import Place
from spl.diagnosis.sieve import Rows
from spl.events.partition import Partition
from spl.knowledge import Knowledge
from spl.knowledge.givers import Giver, givers
from spl.knowledge.props import Props
from spl.values.value import as_texts

_STANZAS = 2


def other_data(name: str, place: Place) -> list[str]:
    """Which loaded events have the field, where these are others than those that are asked."""
    plain = place.plain(name)
    asked = {id(rows.partition) for rows in place.tables}
    found = [
        f"{count:,} events of {part.sourcetype}, {part.source}"
        for part in place.job.partitions
        if id(part) not in asked and (count := count_present(part.table, plain))
    ]
    if not found or place.job.given is not None:
        return []
    more = f" and {len(found) - 2} others" if len(found) > 2 else ""
    return [f"'{plain}' is there in {'; '.join(found[:2])}{more}."]


def unfilled(name: str, place: Place) -> list[str]:
    """What the stanzas that could give the field need, and why they give these rows nothing."""
    plain, knowledge = place.plain(name), place.job.knowledge
    lacking = [rows for rows in place.lacking(name) if rows.partition is not None]
    if not lacking:
        return []
    most = max(lacking, key=lambda rows: rows.table.size)
    assert most.partition is not None
    own = givers(_props(most.partition, knowledge), plain, knowledge.lookup)
    if own:
        return [_reason(giver, most) for giver in own[:_STANZAS]]
    return list(_not_for(plain, most.partition, knowledge))


def _props(part: Partition, knowledge: Knowledge) -> Props:
    """What props.conf says about the events of a partition; a host counts as its first one."""
    first = part.table.find("_sourcetype")
    given = next(iter(as_texts(first[0])), None) if first is not None and len(first) else None
    hosts = as_texts(part.table.column("host")[0]) if part.table.size else ()
    return knowledge.props_for(part.source, given or part.sourcetype, hosts[0] if hosts else "")


def _not_for(name: str, part: Partition, knowledge: Knowledge) -> Iterator[str]:
    """Stanzas that give the field to other events, or that there are none."""
    found = list(all_givers(name, knowledge))
    if not found:
        yield f"No stanza of any app gives '{name}'."
        return
    more = f", and {len(found) - 1} more" if len(found) > 1 else ""
    yield (
        f"No stanza for {part.sourcetype}, {part.source} gives '{name}'; to other events "
        f"{found[0].place()} does{more}."
    )


def all_givers(name: str, knowledge: Knowledge) -> list[Giver]:
    """The settings that can give the field, of all stanzas there are."""
    found: dict[int, Giver] = {}
    for props in knowledge.all_props():
        for giver in givers(props, name, knowledge.lookup):
            found.setdefault(id(giver.setting), giver)
    return list(found.values())


def _reason(giver: Giver, rows: Rows) -> str:
    """Why a stanza that speaks of these rows gives them nothing."""
    events = rows.table if rows.events is None else rows.events
    missing = [need for need in giver.needs if not count_present(events, need)]
    if missing and giver.kind != "EVAL":
        why = f"needs '{missing[0]}', which these events do not have"
    elif giver.kind in ("EXTRACT", "REPORT"):
        why = "does not match these events"
    elif giver.lookup is not None:
        keys = [shown(Counter(events.column(key).to_list()), 2) for key in giver.needs]
        pairs = " ".join(f"{key}={value}" for key, value in zip(giver.needs, keys, strict=True))
        why = f"finds no row in lookup '{giver.lookup.lookup}' for {pairs}"
    elif missing:
        names = ", ".join(f"'{name}'" for name in missing[:3])
        why = f"gives null: these events do not have {names}"
    else:
        why = "gives null for these events"
    return f"{giver.place()} {why}."
