"""Results as text: one file per output format."""

from spl.shell.render.formats import FORMATS, PICTURE, render, render_picture
from spl.shell.render.page import Page

__all__ = ["FORMATS", "PICTURE", "Page", "render", "render_picture"]
