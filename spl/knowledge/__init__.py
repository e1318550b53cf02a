"""Splunk's knowledge objects, read from Splunk's own .conf files, with Splunk's precedence."""
