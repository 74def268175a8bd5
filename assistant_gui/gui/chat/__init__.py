"""Typing with the assistant: the conversations, the messages, the entry."""
