"""Big logs of XML events, read stretch by stretch by other processes."""
