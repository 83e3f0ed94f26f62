"""An open casebook in somebody's hands: who acts, what a ref means, what may be written."""
