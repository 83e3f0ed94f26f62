"""An open casebook in somebody's hands: who acts, what refs mean, what is written and comes in."""
