"""What a partner's account is shown in the terminal."""
