"""What is due (``due_screen``), what to task (``tasking``) and search (``searching``)."""
