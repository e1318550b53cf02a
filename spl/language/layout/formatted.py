"""The formatter: one pipe per line, lines of readable width, everything else as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from spl.language.layout.assemble import Assembler
from spl.language.layout.lines import Lines
from spl.language.layout.mask import mask
from spl.language.split import split


@dataclass(frozen=True, slots=True)
class Formatter:
    """Lays searches out.

    Attributes:
        shapes: the argument shape of every command.
        width: columns that a line should not exceed.
    """

    shapes: Mapping[str, str]
    width: int = 100

    def format(self, text: str) -> str:
        """Return *text* laid out: only blanks and the case of keywords and command names change.

        Macro calls and comments stay as typed, and so does a command's part that cannot be read
        because a macro stands where words are missing.
        """
        masked = mask(text)
        lines = Lines(self.width)
        lines.stages(Assembler.of(masked, self.shapes).pipeline(split(masked.text)), 0)
        return lines.text()
