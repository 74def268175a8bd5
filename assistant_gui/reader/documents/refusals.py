"""Why a document is not read, in one sentence, and what to do about it."""

from assistant_gui.core.language import N_


class Refusal(Exception):
    """Both sentences are marked for translation; ``{file}`` in them is the name of the file."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint


def damaged() -> Refusal:
    return Refusal(
        N_("{file} is damaged and cannot be read."), N_("Open it in its own program, save it again, and attach that.")
    )


def password() -> Refusal:
    return Refusal(
        N_("{file} is protected with a password."), N_("Save a copy of it without the password, and attach that.")
    )


def too_large() -> Refusal:
    return Refusal(
        N_("{file} is larger than is read here, packed or unpacked."),
        N_("Attach a part of it, or copy the text you need and paste it."),
    )


def unknown() -> Refusal:
    return Refusal(
        N_("{file} is neither text nor a PDF or Word document."),
        N_("Save it as one of these, or copy its text and paste it."),
    )
