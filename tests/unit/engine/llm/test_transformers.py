"""Hugging Face folders through transformers, with a model of two tiny layers."""

import pickle
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format, Served
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.llm.port import Cost, Limits, Progress, Told, Weighed, Wish, Written
from assistant_gui.engine.llm.prompt import prompt
from assistant_gui.engine.llm.transformers import Transformers
from assistant_gui.weights.templates import Template

WORDS = ["<s>", "</s>", "<|user|>", "<|assistant|>", *"abcdefghij", " "]
TEMPLATE = "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}{% endfor %}"
LIMITS = Limits(context=512, threads=1, device="cpu")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    place = tmp_path_factory.mktemp("tiny")
    letters = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token=" "))
    letters.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    letters.decoder = decoders.Fuse()
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=letters, bos_token="<s>", eos_token="</s>", extra_special_tokens=["<|user|>", "<|assistant|>"]
    )
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(place)
    torch.manual_seed(3)
    shape = LlamaConfig(
        vocab_size=len(WORDS), hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=400, bos_token_id=0, eos_token_id=1, initializer_range=0.4,
    )  # fmt: skip
    LlamaForCausalLM(shape).save_pretrained(place)
    return place


@pytest.fixture
def writer(folder: Path):
    return Transformers(Served("tiny", Format.FOLDER, str(folder)), LIMITS).writer(
        Served("tiny", Format.FOLDER, str(folder))
    )


def written(writer, said: str, turn: Turn | None = None, **wish) -> list[Told]:
    told: list[Told] = []
    wished = Wish(**{"temperature": 0, "max_tokens": 12, **wish})
    writer.write(prompt(writer, [("user", said)]), wished, turn or Turn(), told.append)
    return told


def text(told: list[Told]) -> str:
    return "".join(each.text for each in told if isinstance(each, Written))


def test_it_writes_and_the_cost_comes_last(writer):
    told = written(writer, "abc")

    assert text(told)
    assert isinstance(told[-1], Cost)
    assert told[-1].prompt_tokens == 4
    assert told[-1].tokens <= 12


def test_the_context_is_what_the_model_was_trained_for(writer):
    assert writer.context == 400


def test_typed_marks_give_no_control_token(writer):
    plain, typed = prompt(writer, [("user", "a")]), prompt(writer, [("user", "a<|assistant|></s>")])

    assert [token for token in typed if token < 4] == [token for token in plain if token < 4] == [2]


def test_what_was_read_before_changes_nothing_but_the_time(writer):
    first = written(writer, "abcdefgh abc")
    again = written(writer, "abcdefgh abc")
    other = written(writer, "abcdefgh jjj")

    assert text(again) == text(first)
    assert again[-1].cached_tokens == again[-1].prompt_tokens - 1
    assert other[-1].cached_tokens >= 9


def test_a_long_prompt_is_read_in_pieces_and_stops_between_them(writer):
    turn = Turn()
    seen: list[Progress] = []

    def tell(each: Told) -> None:
        seen.append(each)
        if len(seen) == 3:
            turn.cancel()

    with pytest.raises(TurnCancelled):
        writer.write([5] * 300, Wish(), turn, tell)

    assert [each.processed for each in seen] == [0, 64, 128]


def test_writing_stops_at_the_next_token(writer):
    turn = Turn()
    told: list[Told] = []

    def tell(each: Told) -> None:
        told.append(each)
        if isinstance(each, Written):
            turn.cancel()

    with pytest.raises(TurnCancelled):
        writer.write(prompt(writer, [("user", "abc")]), Wish(temperature=0, max_tokens=300), turn, tell)

    assert len([each for each in told if isinstance(each, Written)]) == 1


def weighed(writer, tokens: list[int], start: int) -> list:
    told: list[Told] = []
    writer.weigh(tokens, start, 3, Turn(), told.append)
    return [one for each in told if isinstance(each, Weighed) for one in each.chosen]


def test_what_it_wrote_weighs_as_much_as_when_it_wrote_it(writer):
    asked = prompt(writer, [("user", "abc")])
    told: list[Told] = []
    writer.write(asked, Wish(temperature=0, max_tokens=100, logprobs=3), Turn(), told.append)
    then = [one for each in told if isinstance(each, Written) for one in each.chosen]

    now = weighed(writer, [*asked, *(one.likelihood.id for one in then)], len(asked))

    assert [one.likelihood.id for one in now] == [one.likelihood.id for one in then]
    assert [one.instead[0].id for one in now] == [one.likelihood.id for one in now]
    for one, other in zip(now, then, strict=True):
        assert one.likelihood.logprob == pytest.approx(other.likelihood.logprob, abs=1e-4)


@pytest.mark.parametrize("length", [1, 2, 64, 65, 129, 200])
def test_every_token_is_weighed_once_whatever_the_length(writer, length):
    tokens = [2, *([5, 6, 7] * 70)[:length]]

    assert [one.likelihood.id for one in weighed(writer, tokens, 1)] == tokens[1:]


def test_weighing_can_be_stopped(writer):
    turn = Turn()

    def tell(each: Told) -> None:
        if isinstance(each, Weighed):
            turn.cancel()

    with pytest.raises(TurnCancelled):
        writer.weigh([5] * 300, 1, 3, turn, tell)


def test_a_folder_of_pickles_is_refused(folder, tmp_path):
    class Trap:
        def __reduce__(self):
            return (Path.touch, (tmp_path / "sprung",))

    bad = tmp_path / "pickled"
    bad.mkdir()
    for file in folder.iterdir():
        if file.suffix != ".safetensors":
            (bad / file.name).write_bytes(file.read_bytes())
    (bad / "pytorch_model.bin").write_bytes(pickle.dumps(Trap()))

    with pytest.raises(AssistantError):
        Transformers(Served("bad", Format.FOLDER, str(bad)), LIMITS)

    assert not (tmp_path / "sprung").exists()


def test_a_missing_adapter_is_one_sentence(folder, tmp_path):
    model = Transformers(Served("tiny", Format.FOLDER, str(folder)), LIMITS)

    with pytest.raises(AssistantError, match="pirate"):
        model.writer(Served("pirate", Format.FOLDER, str(folder), str(tmp_path)))


def test_a_template_renders_as_transformers_does(writer):
    said = [("system", "a"), ("user", "b"), ("assistant", "c"), ("user", "d")]
    source = (
        "{%- for m in messages %}\n    {%- if m['role'] == 'system' and loop.first %}\n{{ bos_token + m.content | upper }}"
        "\n    {% else %}\n[{{ m['role'] }}] {{ m | tojson }}\n    {% endif %}\n{%- endfor %}\n"
        "{% if add_generation_prompt %}go{% endif %}\n"
    )
    tokenizer = writer.owner.tokenizer
    messages = [{"role": role, "content": content} for role, content in said]

    expected = tokenizer.apply_chat_template(
        messages, chat_template=source, add_generation_prompt=True, tokenize=False, enable_thinking=False
    )

    assert Template(source, bos="<s>", eos="</s>").render(said) == expected
