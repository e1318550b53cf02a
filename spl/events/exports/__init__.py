"""Events that other tools exported, turned back into the events that Splunk would have indexed."""
