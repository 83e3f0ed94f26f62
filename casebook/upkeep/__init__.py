"""What is done to a casebook as a whole: making, checking, undo, disposal, accounts."""
