"""Results as text: one file per output format."""

from spl.shell.render.formats import FORMATS, render

__all__ = ["FORMATS", "render"]
