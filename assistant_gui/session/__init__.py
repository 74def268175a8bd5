"""What happens in a turn: the floor, listening, thinking, speaking; the assistant's loop."""
