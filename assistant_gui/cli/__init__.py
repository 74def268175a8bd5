"""The same assistant without Qt: one command, for people and for other programs."""
