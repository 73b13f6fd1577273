"""What pages, papers and the board look at: frozen rows, read without queueing behind writers."""
