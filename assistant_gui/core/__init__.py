"""The words of the trade: plain values and ports; no I/O, no Qt, no models."""
