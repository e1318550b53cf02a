"""A syntax tree becomes bound commands, is rewritten, and is cut for an engine."""
