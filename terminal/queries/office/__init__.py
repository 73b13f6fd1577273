"""The A4 forms of a batch, each built from what the batch's own page may tell."""
