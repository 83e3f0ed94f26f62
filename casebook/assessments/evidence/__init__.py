"""What assessed profiles add up to: pooled by tactic and theme, shared between forces.

outside.py  * a page of evidence that another force sent
page.py       one assessed profile as an anonymous page
pooling.py    effects of like responses pooled
shared.py     evidence pooled over the casebook's closed profiles and pages from outside

* decides from plain values alone.
"""
