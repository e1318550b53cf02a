"""The linter over all published rules: it crashes on none, and how much it finds is known."""

from collections import Counter
from pathlib import Path

from spl.detections.lint import DataSources, Linter
from tests.corpus.published import CHECKOUT, needs_checkout, searches, session

pytestmark = needs_checkout
# Each was looked at; a number that grows says more of the linter than of the rules.
MOST = {
    "LINT101": 62, "LINT102": 5, "LINT103": 1, "LINT104": 1, "LINT105": 10, "LINT106": 14,
    "LINT107": 313, "LINT110": 70, "LINT114": 1, "LINT117": 13, "LINT118": 49, "LINT119": 1,
    "LINT201": 2, "LINT203": 6, "LINT204": 121, "LINT206": 77,
}  # fmt: skip


def test_findings():
    checkout = Path(CHECKOUT)
    linter = Linter.of(session(), DataSources.read(checkout), select=("LINT",))
    stems = set(searches("detections"))
    files = sorted(p for p in (checkout / "detections").rglob("*.yml") if p.stem in stems)
    found = Counter(finding.code for file in files for finding in linter.lint(file))
    assert {code: count for code, count in found.items() if count > MOST.get(code, 0)} == {}
    assert sum(found.values()) > 500
