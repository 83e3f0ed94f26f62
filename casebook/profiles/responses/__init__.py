"""When the response of each profile began.

beginning.py  * the day, how it is known
starts.py       when each response began, from what was delivered

* decides from plain values alone.
"""
