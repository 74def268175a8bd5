"""Measures this machine: a command of the product, not a test."""
