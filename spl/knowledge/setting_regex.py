"""Regular expressions of .conf files: one that runs away finds nothing, and says so once.

Splunk, limits.conf: a match that exceeds match_limit counts as none. An app may come from anywhere,
so no pattern of it can stop a search, nor keep it busy for long: one that has run away in very many
texts is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spl.errors import RunError
from spl.knowledge.conf import Setting
from spl.values.regex import BadRegex, Match, Regex, compile_regex

_PATIENCE = 50  # texts; each costs some hundredths of a second
_NOTHING = r"(?!)"


class SettingRegex(Regex):
    """The regular expression of a setting; no method raises."""

    __slots__ = ("_failures", "_setting")

    def __init__(self, regex: Regex, setting: Setting) -> None:
        """Take the compiled *regex* over; *setting* is told of its faults."""
        for slot in Regex.__slots__:
            setattr(self, slot, getattr(regex, slot))
        self._setting = setting
        self._failures = 0

    def _search_again(self, text: str, start: int) -> Match | None:
        try:
            return super()._search_again(text, start)
        except RunError as error:
            self._told(error)
            return None

    def fullmatch(self, text: str) -> Match | None:
        """A match of the whole text; None also where the pattern runs away."""
        try:
            return super().fullmatch(text)
        except RunError as error:
            self._told(error)
            return None

    def finditer(self, text: str) -> Iterator[Match]:
        """All matches from left to right; none where the pattern runs away."""
        try:
            return super().finditer(text)
        except RunError as error:
            self._told(error)
            return iter(())

    def sub(self, replacement: str, text: str, count: int = 0) -> str:
        """Replace matches; the text as it is where the pattern runs away."""
        try:
            return super().sub(replacement, text, count)
        except RunError as error:
            self._told(error)
            return text

    def _told(self, error: RunError) -> None:
        """Tell of the first fault, and of the last one before the pattern is left out."""
        self._failures += 1
        if self._failures == 1:
            problem = self._setting.error(error.message, hint=error.hint, code="SPL609")
            self._setting.tell(problem)
        elif self._failures == _PATIENCE:
            message = f"it has run away in {_PATIENCE} texts and is left out from now on"
            self._setting.tell(self._setting.error(message, code="SPL609"))
            nothing: Any = compile_regex(_NOTHING)
            self._program, self._code, self._plain = nothing._program, nothing._code, None


def compiled(pattern: str, setting: Setting, *, ignore_case: bool = False) -> Regex:
    """Compile a pattern of a .conf file; a bad one is the setting's error."""
    try:
        return SettingRegex(compile_regex(pattern, ignore_case=ignore_case), setting)
    except BadRegex as bad:
        raise setting.error(bad.message) from None
