"""Work that adds up, cut into shards: done here, by processes beside this one, or by a cluster.

cluster.py * where shards are worked on, and into how many work is cut
outcome.py what comes back from a worker: a value, or what went wrong

run.py         * the one way in: shards, work, merge
pool.py        * processes on this machine
dask.py        * Dask's workers: the one module that knows of it
cluster.py     * where shards are worked on, and into how many work is cut
outcome.py     * what comes back from a worker: a value
interrupts.py  * ctrl-C: heard by whoever asks for work
threads.py     * threads of this process that work on shards

* decides from plain values alone.
"""
