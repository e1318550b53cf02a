"""Published rules: reading them, testing them against logs, the risk events that they make."""
