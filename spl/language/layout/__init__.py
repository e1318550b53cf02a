"""The formatter: the text of a search laid out anew, its words, comments and macros as typed."""

from spl.language.layout.formatted import Formatter

__all__ = ["Formatter"]
