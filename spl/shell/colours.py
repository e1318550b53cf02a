"""Whether a terminal may show colours."""

from __future__ import annotations

import os
from collections.abc import Mapping


def colours_wanted(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a terminal may show colours: not with NO_COLOR set, not on a dumb one."""
    return not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
