"""What must never be lost, tried many times over: ``python -m tests.reliability [TRIAL…]``.

outcome.py  what one trial of reliability tried, and what was lost
"""
