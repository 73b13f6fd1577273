"""Speaks ESC/POS, the language of receipt printers."""
