"""A terminal for tests: a pseudo-terminal, and a screen that shows what a person would see."""

from __future__ import annotations

import time

import pexpect
import pyte


class _Screen(pyte.HistoryScreen):
    """A screen that answers when the program asks where the cursor stands."""

    child: pexpect.spawn

    def write_process_input(self, data: str) -> None:
        self.child.send(data)


class Terminal:
    """A program running in a pseudo-terminal of 40 lines and 100 columns."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._child = pexpect.spawn(
            command[0],
            command[1:],
            env={**env, "TERM": "xterm"},
            dimensions=(40, 100),
            encoding="utf-8",
        )
        self._screen = _Screen(100, 40, history=1000)
        self._screen.child = self._child
        self._stream = pyte.Stream(self._screen)

    def type(self, keys: str) -> None:
        """Send keys; a carriage return is Enter, a tab is Tab."""
        self._child.send(keys)

    def control(self, key: str) -> None:
        """Send a key with Ctrl held."""
        self._child.sendcontrol(key)

    def text(self) -> str:
        """What the screen shows."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, text: str, times: int = 1, seconds: float = 60) -> str:
        """Read until the screen shows *text*; fail with the screen where it never does."""
        end = time.monotonic() + seconds
        while self.text().count(text) < times:
            assert time.monotonic() < end, f"{text!r} is not on the screen:\n{self.text()}"
            self.read()
        return self.text()

    def wait_for_end(self, seconds: float = 60) -> None:
        """Read until the program has ended."""
        end = time.monotonic() + seconds
        while self._child.isalive():
            assert time.monotonic() < end, f"the program goes on:\n{self.text()}"
            self.read()

    def resize(self, lines: int, columns: int) -> None:
        """Give the terminal another size, and tell the program."""
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def colours(self) -> set[str]:
        """The colours of everything on the screen."""
        rows = self._screen.buffer.values()
        return {colour for row in rows for cell in row.values() for colour in (cell.fg, cell.bg)}

    def close(self) -> None:
        """End the program."""
        self._child.close(force=True)

    def read(self, seconds: float = 0.2) -> None:
        """Read what the program writes, waiting for it at most so long."""
        try:
            self._stream.feed(self._child.read_nonblocking(65536, timeout=seconds))
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            self._child.wait()

    def exit_code(self) -> int | None:
        """The exit code of the program, which has ended."""
        return self._child.exitstatus
