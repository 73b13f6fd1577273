"""What is plugged in: barcode readers and thermal printers, real and simulated."""
