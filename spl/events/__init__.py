"""Logs to events: one reader per format, timestamps, and the fields that knowledge gives them."""
