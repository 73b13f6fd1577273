"""What can be done: a verb per file; each is one transaction and signs once."""
