"""LINT202: something that is no ATT&CK technique."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spl.detections.lint._book import check
from spl.detections.lint._finding import Flaw
from spl.detections.lint._subject import Subject
from spl.detections.yaml_file import Key, sequence, text

_TECHNIQUE = re.compile(r"T\d{4}(?:\.\d{3})?")


@check("LINT202", "not the id of an ATT&CK technique", "error")
def technique_id(subject: Subject) -> Iterator[Flaw]:
    """Techniques are written ``T1059``, sub-techniques ``T1059.001``.

    Coverage is counted by these ids; one of another shape counts nowhere. YAML reads an unquoted
    ``1059.001`` as a number.

    Bad:
        tags: {mitre_attack_id: [T1059.1], analytic_story: [A], asset_type: Endpoint, product: [P],
          security_domain: endpoint}

    Good:
        tags: {mitre_attack_id: [T1059.001], analytic_story: [A], asset_type: Endpoint, product: [P],
          security_domain: endpoint}
    """  # noqa: E501 - the keys stand on one line
    places: tuple[tuple[Key, ...], ...] = (("tags", "mitre_attack_id"), ("mitre_attack_id",))
    for keys in places:
        for at, item in enumerate(sequence(subject.value(*keys))):
            if not _TECHNIQUE.fullmatch(text(item)):
                yield subject.in_keys(
                    f"'{text(item)}' is not the id of a technique.",
                    *keys,
                    at,
                    hint="Write T and four digits, and for a sub-technique a dot and three more.",
                )
