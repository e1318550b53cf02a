"""What the prompt keeps between two inputs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from spl.session import Results, Session

Editing = Literal["emacs", "vi"]


@dataclass(slots=True)
class Desk:
    """The session, and how the user wants to work with it.

    Attributes:
        session: where searches run.
        output: the format of results.
        earliest: start of the time range of every search; None for all time.
        latest: its end.
        timing: tell how long each search took.
        pager: show long results through a pager.
        editing: whose keys move the cursor.
        text: the search that ran last.
        results: what it gave.
        typed: a text that the next input starts with.
        loads: how often logs were loaded, so that what is known of the data can be read again.
        done: the user wants to leave.
    """

    session: Session
    output: str = "table"
    earliest: str | None = None
    latest: str | None = None
    timing: bool = False
    pager: bool = True
    editing: Editing = "emacs"
    text: str = ""
    results: Results | None = None
    typed: str = ""
    loads: int = 0
    done: bool = field(default=False)

    def search(self, text: str) -> Results:
        """Run a search in the time range, and keep it and what it gave."""
        self.text = text
        self.results = self.session.search(text, earliest=self.earliest, latest=self.latest)
        return self.results

    def events(self) -> str:
        """How many events are loaded, in words."""
        count = self.session.event_count
        return f"{count:,} event{'' if count == 1 else 's'}"

    def span(self) -> str:
        """The time range in words."""
        if self.earliest is None and self.latest is None:
            return "all time"
        return f"{self.earliest or 'the beginning'} to {self.latest or 'now'}"
