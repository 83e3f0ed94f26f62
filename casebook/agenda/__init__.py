"""What falls due, what to do first, and search."""
