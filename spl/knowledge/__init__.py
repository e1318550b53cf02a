"""Splunk's knowledge objects, read from Splunk's own .conf files, with Splunk's precedence."""

from spl.knowledge.knowledge import Knowledge

__all__ = ["Knowledge"]
