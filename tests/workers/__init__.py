"""Work shared out among processes and Dask's workers."""
