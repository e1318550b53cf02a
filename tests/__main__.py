"""Everything that must hold before a change goes in: ``python -m tests``."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

_PYTHON = [sys.executable, "-m"]
_LINT_IMPORTS = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as c; c()",
]
CHECKS = (
    ("ruff", [*_PYTHON, "ruff", "check", "."]),
    ("format", [*_PYTHON, "ruff", "format", "--check", "."]),
    ("mypy", [*_PYTHON, "mypy"]),
    ("import-linter", _LINT_IMPORTS),
    ("pytest", [*_PYTHON, "pytest", "-n", "2", "--ignore=tests/spark", *sys.argv[1:]]),
    # One process alone: a cluster for each would be one too many.
    *([] if sys.argv[1:] else [("spark", [*_PYTHON, "pytest", "-rs", "tests/spark"])]),
)


def main() -> int:
    """Run every check, also after one has failed, and say which did."""
    root = Path(__file__).parents[1]
    failed = []
    for name, command in CHECKS:
        print(f"── {name}", flush=True)
        start = time.perf_counter()
        if subprocess.run(command, cwd=root, check=False).returncode:
            failed.append(name)
        print(f"   {time.perf_counter() - start:.1f} s", flush=True)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0


sys.exit(main())
