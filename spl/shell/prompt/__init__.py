"""The prompt: editing, highlighting, completion, and the dot commands of ``spl repl``."""
