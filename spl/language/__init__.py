"""Text to syntax tree and back: comments, macros, splitting at pipes, grammar, formatter."""
