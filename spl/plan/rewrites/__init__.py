"""The rewrite rules, one per file; each takes a complete plan and returns one with its answer."""
