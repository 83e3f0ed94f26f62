"""What is due, tasking and search."""
