"""What a value means: numbers, comparison, wildcards, time; the functions of eval and of stats."""
