"""What reads the time of an exported event."""

from __future__ import annotations

from collections.abc import Callable

Clock = Callable[[object], float | None]
"""Epoch seconds of a value; None where it is no time."""
