"""One page to look at, which needs nothing but itself.

Its script and its style stand in it, and a content security policy lets nothing else run or load:
whatever a rule or a log holds, it can only be text. Every text is escaped by the template engine.
Where scripts are forbidden (some CI servers do that to reports), everything can still be read; only
the filters are missing.
"""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from spl.detections.attack import OTHER, TACTICS, technique
from spl.detections.reports.card import Card, card, link
from spl.detections.reports.cells import MOST_COLUMNS, row_cap
from spl.detections.reports.coverage import IN_A_BAR, coverage
from spl.detections.reports.run import LISTED, Run, stopped_text, tally
from spl.detections.reports.timeline import HEIGHT, WIDTH
from spl.detections.reports.visible import in_one_line, visible

# With more rules than this the browser makes what is inside a rule only when it is opened: the page
# holds it as a text, in an element that browsers read as one unless scripts are forbidden.
LAZY = 200
_PAGE = Path(__file__).with_name("page")
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_PAGE),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    # Every text that the template puts out comes by here before it is escaped.
    finalize=lambda value: visible(value) if type(value) is str else value,
)
_ENVIRONMENT.filters |= {
    "count": lambda number, one, many: f"1 {one}" if number == 1 else f"{number:,} {many}",
    "lines": lambda values: "\n".join(map(in_one_line, values)),
    "link": link,
    "one_line": in_one_line,
    "shares": lambda shares: ", ".join(f"{n:,} {s}" for s, n in shares if n) or "none",
    "tally": lambda counts: ", ".join(f"{counts[s]:,} {s}" for s in IN_A_BAR if counts[s]),
}


def render(run: Run) -> str:
    """The page: what did not pass first, what was skipped last, then by file."""
    rules = run.rules()
    cap = row_cap(len(run.outcomes))
    cards = [card(rule, number, run, cap) for number, rule in enumerate(rules, 1)]
    cards.sort(key=lambda each: LISTED.index(each.status))
    script, style = _file("page.js"), _file("page.css")
    return _ENVIRONMENT.get_template("page.html.j2").render(
        run=run,
        started=datetime.fromtimestamp(run.started, UTC),
        stopped=stopped_text(run),
        script=script,
        style=style,
        policy=_policy(script, style),
        cards=cards,
        cap=cap,
        lazy=len(cards) > LAZY,
        columns=MOST_COLUMNS,
        counts=tally(run.outcomes),
        rule_counts={status: sum(c.status == status for c in cards) for status in IN_A_BAR},
        coverage=coverage(rules),
        facets=_facets(cards),
        drawing=(WIDTH, HEIGHT),
    )


def _policy(script: str, style: str) -> str:
    return "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _file(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")


def _facets(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """The lists to choose from: label, name of the data attribute, values with numbers of rules."""
    kinds = Counter(each.kind for each in cards if each.kind)
    tactics = Counter(tactic for each in cards for tactic in each.tactics)
    ids = Counter(each for card in cards for each in _with_parents(card))
    sources = Counter(source for each in cards for source in set(each.data_sources))
    return [
        _facet("Type", "kind", [(kind, kind, n) for kind, n in sorted(kinds.items())]),
        _facet(
            "Tactic",
            "tactics",
            [(t.name, t.title, tactics[t]) for t in (*TACTICS, OTHER) if tactics[t]],
        ),
        _facet(
            "Technique",
            "techniques",
            [(i, f"{i} {technique(i).name}".strip(), n) for i, n in sorted(ids.items())],
        ),
        _facet("Data source", "sources", [(s, s, n) for s, n in sorted(sources.items())]),
    ]


def _with_parents(card: Card) -> set[str]:
    """A technique is chosen with its sub-techniques, so that it stands in the list for them."""
    return {each for found in card.techniques for each in (found.id, found.parent)}


def _facet(label: str, key: str, values: Sequence[tuple[str, str, int]]) -> dict[str, Any]:
    return {"label": label, "key": key, "values": values}
