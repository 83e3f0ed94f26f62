"""Partner agencies in the case: sharing, what a partner's account is shown, and every door."""
