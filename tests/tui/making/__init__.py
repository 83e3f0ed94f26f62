"""What is made by the command line beside the terminal."""
