"""A private desktop assistant that runs, listens, speaks and learns on your own machine."""

__version__ = "0.1.0"
