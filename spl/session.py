"""The one object that users hold: logs go in, searches are asked of it."""
