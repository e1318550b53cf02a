"""Binary event logs of Windows (.evtx), as the XML that Splunk would index."""
