"""The dot commands, entered in the book by being imported."""

from spl.shell.prompt.dots import data, guidance, knowledge, reasons, searches, settings

__all__ = ["data", "guidance", "knowledge", "reasons", "searches", "settings"]
