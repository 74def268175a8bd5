"""Conversations out of the archive: everything as our own zip, or what is shown as text other programs read."""
