"""What is recorded: parties, sources, acts, clauses, articles and obligations. No law, no files."""
