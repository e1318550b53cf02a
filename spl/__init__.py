"""Run Splunk searches where there is no Splunk."""

__version__ = "0.1.0"
