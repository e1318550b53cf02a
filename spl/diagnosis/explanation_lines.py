"""An explanation as lines for people and as an object for programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from spl.diagnosis.knowledge_used import Used
from spl.diagnosis.tree import tree_lines, tree_object
from spl.events.origin import FieldOrigins, Origin
from spl.values.value import as_texts

if TYPE_CHECKING:
    from spl.diagnosis.explain import Explanation, Planned

_LONGEST, _WIDEST = 60, 140


def explanation_lines(found: Explanation, width: int) -> list[str]:
    """Sections with headings: expanded, tree, plan, knowledge."""
    return [
        "Expanded",
        *_wrapped(_marked(found), width),
        "",
        "Tree",
        *(_cut(line, width) for line in tree_lines(found.pipeline, "  ")),
        "",
        "Plan",
        *_plan(found, width),
        "",
        "Knowledge",
        *_knowledge(found, width),
    ]


def explanation_object(found: Explanation) -> dict[str, Any]:
    """What ``spl explain --output json`` writes."""
    used = found.knowledge
    objects = {
        "macros": used.macros,
        "datasets": used.datasets,
        "eventtypes": used.eventtypes,
        "tags": used.tags,
        "lookups": used.lookups,
    }
    return {
        "search": found.text,
        "expanded": "".join(stretch.text for stretch in found.stretches),
        "stretches": [{"text": s.text, "macro": s.macro} for s in found.stretches],
        "tree": tree_object(found.pipeline),
        "plan": {
            "stages": [_stage_object(at, stage) for at, stage in enumerate(found.stages, 1)],
            "rewrites": [
                {"rule": each.rule, "does": each.does, "steps": each.steps}
                for each in found.rewrites
            ],
            "steps": list(found.steps),
            "cut": None if found.cut is None else found.cut + 1,
            "places": list(found.places),
        },
        "knowledge": {
            **{name: [_used_object(each) for each in some] for name, some in objects.items()},
            "fields": {
                name: [origins_object(each) for each in some] for name, some in used.fields.items()
            },
        },
    }


def origins_object(found: FieldOrigins) -> dict[str, Any]:
    """Where a field comes from, for programs."""
    return {
        "source": found.source,
        "sourcetype": found.sourcetype,
        "events": found.events,
        "steps": [
            {
                "settings": [
                    {
                        "stanza": setting.stanza,
                        "key": setting.key,
                        "value": setting.value,
                        "file": setting.source.origin,
                        "line": setting.line,
                    }
                    for setting in step.settings
                ],
                "events": step.rows,
                "example": list(as_texts(step.example)),
            }
            for step in found.steps
        ],
    }


def field_lines(name: str, found: FieldOrigins, width: int = _WIDEST) -> Iterator[str]:
    """The steps that gave a field its values, each with stanza, key, file and line."""
    yield _cut(f"{name} of sourcetype {found.sourcetype}, source {found.source}", width)
    for step in found.steps:
        yield f"  {step.rows} of {found.events} events: {_example(step)}"
        places = step.places() or ["the log, as it was read"]
        for place in places:
            said, _, where = place.partition("\n")
            yield from (f"      {line}" for line in _said(said, width - 6))
            yield from [f"        {where}"] if where else []


def _said(said: str, width: int) -> list[str]:
    """A setting on one line where there is room, else on up to three."""
    if width >= _WIDEST - 6:
        return [_cut(said, width)]
    lines = textwrap.wrap(said, width, break_on_hyphens=False, break_long_words=False)
    return [*lines[:2], _cut(" ".join(lines[2:]), width)] if len(lines) > 2 else lines


def _marked(found: Explanation) -> str:
    """The expanded text; what a macro brings stands in angle quotes, behind its name."""
    parts = [
        f"«{stretch.macro}: {stretch.text.strip()}»" if stretch.macro else stretch.text
        for stretch in found.stretches
    ]
    return "".join(parts)


def _plan(found: Explanation, width: int) -> Iterator[str]:
    ran = any(stage.ran is not None for stage in found.stages)
    actual = "     rows   seconds" if ran else ""
    widest = max((len(stage.kind) for stage in found.stages), default=0)
    yield f"  estimated{actual}  {'kind':<{widest}}  stage"
    for at, stage in enumerate(found.stages, 1):
        figures = _figures(stage, ran)
        yield _cut(f"  {figures}  {stage.kind:<{widest}}  {at} | {stage.text}", width)
        if stage.ran is not None and stage.ran.count:
            yield f"  {'':>{len(figures) + widest + 5}}{stage.ran.count} searches inside"
    for sentence in _plan_sentences(found):
        yield from _wrapped(sentence, width)


def _plan_sentences(found: Explanation) -> Iterator[str]:
    yield "Estimates are guesses from the sizes of the logs and the distinct values of fields."
    for rewrite in found.rewrites:
        yield f"Rewritten by {rewrite.rule}: {rewrite.does} It leaves {rewrite.steps} steps."
    if found.places:
        yield from found.places
    elif found.cut is None:
        yield "Rows go through batch by batch; nothing needs all of them."
    else:
        what = f"{found.steps[found.cut]}, step {found.cut + 1} of the {len(found.steps)} that run"
        yield f"Parts of the rows meet in {what}."


def _figures(stage: Planned, ran: bool) -> str:
    guess = f"~{stage.estimate:,.0f}"
    if not ran:
        return f"{guess:>9}"
    if stage.ran is None or stage.ran.rows_out is None:
        return f"{guess:>9}{'–':>9}{'–':>10}"
    return f"{guess:>9}{stage.ran.rows_out:>9,}{stage.ran.seconds:>10.3f}"


def _knowledge(found: Explanation, width: int) -> Iterator[str]:
    used = found.knowledge
    yield from _used("macro", used.macros, width)
    yield from _used("data set", used.datasets, width)
    yield from _used("event type", used.eventtypes, width)
    yield from _used("tag", used.tags, width)
    yield from _used("lookup", used.lookups, width)
    for name, origins in used.fields.items():
        for each in origins:
            yield from (f"  {line}" for line in field_lines(name, each, width - 2))
    if not any((used.macros, used.datasets, used.eventtypes, used.tags, used.lookups, used.fields)):
        yield "  It uses none."


def _used(kind: str, objects: Sequence[Used], width: int) -> Iterator[str]:
    for each in objects:
        text = " ".join(each.text.split())
        yield _cut(f"  {kind} {each.name}: {text}", width)
        yield from (f"      {place}" for place in each.places)


def _used_object(each: Used) -> dict[str, Any]:
    return {"name": each.name, "text": each.text, "places": list(each.places)}


def _stage_object(at: int, stage: Planned) -> dict[str, Any]:
    found: dict[str, Any] = {
        "number": at,
        "text": stage.text,
        "command": stage.name,
        "bound": stage.bound,
        "kind": stage.kind,
        "estimate": round(stage.estimate, 3),
    }
    if stage.ran is not None:
        found |= {
            "rows_in": stage.ran.rows_in,
            "rows": stage.ran.rows_out,
            "seconds": round(stage.ran.seconds, 6),
            "searches": stage.ran.count,
        }
    return found


def _example(step: Origin) -> str:
    text = " | ".join(as_texts(step.example)) if step.example is not None else "removed"
    return _cut(" ".join(text.split()), _LONGEST)


def _wrapped(text: str, width: int) -> list[str]:
    lines = []
    for line in text.splitlines() or [""]:
        lines += textwrap.wrap(
            line, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
        )
    return lines


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else line[: width - 1] + "…"
