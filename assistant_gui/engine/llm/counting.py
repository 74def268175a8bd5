"""How many tokens a message takes in a model's prompt, exactly, whatever else is said.

Each is put into a dialogue of a few words, which is counted as a prompt would be:
by the model's own template and tokeniser, with marks in it neutralised. What the
few words alone take is taken off again. Between two messages a template puts
control tokens, which no word can grow together with; so the parts add up to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant_gui.core.content import Content, Messages, pictures_of, text_of
from assistant_gui.engine.llm.port import Writer
from assistant_gui.engine.llm.prompt import tokens_of

_QUESTION, _ANSWER = ("user", "x"), ("assistant", "x")


@dataclass(frozen=True, slots=True)
class Frame:
    """What the template itself takes, in tokens."""

    lead: int
    """Around the whole: the beginning, and the mark that lets the answer begin."""
    question: int
    """Of one short question with its marks, or as good as: only question and answer together are certain."""
    answer: int

    @classmethod
    def of(cls, writer: Writer) -> "Frame":
        one = _size(writer, [_QUESTION])
        pair = _size(writer, [_QUESTION, _ANSWER, _QUESTION]) - one
        return cls(lead=one - pair + pair // 2, question=pair - pair // 2, answer=pair // 2)

    def sizes(self, writer: Writer, messages: Messages) -> list[int]:
        """Of each of *messages*; :attr:`lead` and the sizes of a dialogue's messages make its prompt's."""
        return [self._size_of(writer, role, text_of(said)) + _pictures_size(writer, said) for role, said in messages]

    def _size_of(self, writer: Writer, role: str, text: str) -> int:
        one = self.lead + self.question
        three = one + self.question + self.answer
        match role:
            case "system":
                return _size(writer, [(role, text), _QUESTION]) - one
            case "assistant":
                return _size(writer, [_QUESTION, (role, text), _QUESTION]) - three + self.answer
            case _:
                return _size(writer, [_QUESTION, _ANSWER, (role, text)]) - three + self.question


def _pictures_size(writer: Writer, content: Content) -> int:
    return sum(writer.picture_tokens(each) for each in pictures_of(content))


def _size(writer: Writer, messages: Sequence[tuple[str, str]]) -> int:
    return len(tokens_of(writer, messages))
