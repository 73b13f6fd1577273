"""A simulated week of a factory, played through the pages' own requests."""
