"""What a table was measured on, and processes that are measured as a whole."""

from __future__ import annotations

import os
import platform
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Spent:
    """What a process took.

    Attributes:
        wall: seconds on the clock.
        cpu: processor seconds of it and of all processes that it waited for.
        memory: the most that it held, in MB.
    """

    wall: float
    cpu: float
    memory: float


def described() -> str:
    """The machine in one line, for above a table."""
    cores = os.cpu_count() or 1
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    load = os.getloadavg()[0]
    return (
        f"{_processor()}, {cores} cores, {gigabytes:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}; load {load:.1f} at the end"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return f"{platform.machine()} ({next(names, 'unknown')})"


def spend(command: Sequence[str], env: Mapping[str, str] | None = None) -> Spent:
    """Run *command* to its end; what it prints is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    return reaped(process.pid, start)


def reaped(pid: int, start: float) -> Spent:
    """What the child *pid*, started at *start* (perf_counter), took; waits for its end."""
    _, status, used = os.wait4(pid, 0)
    wall = time.perf_counter() - start
    if status:
        code = os.waitstatus_to_exitcode(status)
        raise SystemExit(f"a measured process failed: exit code {code}")
    return Spent(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
