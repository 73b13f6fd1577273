"""What happens at one station's desk: scans, sign-on, the act that waits for a signature."""
