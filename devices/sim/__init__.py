"""Twins of real devices: they speak the same bytes, so the same drivers run against them."""
