"""What the pages of the work steps show beyond the lot, and what is missing before signing."""
