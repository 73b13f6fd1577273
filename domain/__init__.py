"""What the factory's procedure says: batches, lots, verdicts, hand-overs, signatures."""
