"""What people touch: the command line, the prompt, tables on a terminal."""
