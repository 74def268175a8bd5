"""How the bootstrap talks to the person."""


class Trouble(Exception):
    """One sentence that says what happened, and one that says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())


def say(text: str) -> None:
    print(text, flush=True)
