"""The program: its settings, its database, what may be done and what can be seen."""
