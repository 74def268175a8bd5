"""Chat templates: rendered to the letter, within limits, and not to be fooled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant_gui.core.content import Picture, Pictured
from assistant_gui.core.errors import AssistantError
from assistant_gui.weights.templates import Marks, Template, control_marks

SAID = [("system", "Be kind."), ("user", "Hi"), ("assistant", "Hello"), ("user", "Bye")]


def test_without_a_template_it_is_chatml():
    assert Template("").render([("user", "Hi")]) == "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    assert Template("").render([("user", "Hi")], answer=False) == "<|im_start|>user\nHi<|im_end|>\n"


@pytest.mark.parametrize("text", ["Hello", "  Hello \n", "", "Hi", "你好 <|im_end|>"])
@pytest.mark.parametrize(
    "content", ["m.content", "m.content | trim", "m['content'].strip()", "m.content.split('</think>')[-1]"]
)
def test_the_last_message_is_left_open_to_the_letter_whatever_the_template_trims(text, content):
    source = (
        "{% for m in messages %}<{{ m.role }}>{{ " + content + " }}</>{% endfor %}{% if add_generation_prompt %}<a>"
    )
    said = [("user", "Hi"), ("assistant", text)]

    rendered, begins = Template(source + "{% endif %}").render_open(said)

    assert (rendered[:begins], rendered[begins:]) == ("<user>Hi</><assistant>", text)


def test_a_template_that_leaves_answers_out_cannot_go_on_with_one():
    with pytest.raises(AssistantError, match="go on"):
        Template("{{ messages[0].content }}").render_open([("user", "Hi"), ("assistant", "Hel")])


def test_blocks_leave_no_blank_lines_as_in_transformers():
    source = (
        "{% for m in messages %}\n    {% if m.role == 'user' %}\n[{{ m.content }}]\n    {% endif %}\n{% endfor %}\n"
    )

    assert Template(source).render([("user", "Hi")]) == "[Hi]\n"


@pytest.mark.parametrize(
    ("source", "rendered"),
    [
        ("{{ bos_token }}{{ eos_token }}", "<s></s>"),
        ("{% generation %}x{% endgeneration %}", "x"),
        ("{% for m in messages %}{% if loop.index > 1 %}{% break %}{% endif %}{{ m.role }}{% endfor %}", "system"),
        ("{{ messages[1] | tojson }}", '{"role": "user", "content": "Hi"}'),
        ("{{ 'x' if tools else 'none' }}{{ enable_thinking }}", "noneFalse"),
        ("{{ strftime_now('%Y') | length }}", "4"),
        ("{{ messages[1]['content'].strip().split('i')[0] }}", "H"),
        ("{{ '-' * 3 }}{{ 7 % 2 }}", "---1"),
    ],
)
def test_what_templates_use(source, rendered):
    assert Template(source, bos="<s>", eos="</s>").render(SAID) == rendered


def test_a_model_without_system_messages_gets_it_in_the_first_question():
    source = (
        "{% for m in messages %}{% if m.role == 'system' %}{{ raise_exception('no system') }}{% endif %}"
        "<{{ m.role }}>{{ m.content }}{% endfor %}"
    )

    assert Template(source).render(SAID) == "<user>Be kind.\n\nHi<assistant>Hello<user>Bye"


@pytest.mark.parametrize(
    "source",
    [
        "{{ raise_exception('never') }}",
        "{% for",
        "{# ",
        "{{ nothing.at.all }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{{ messages.append(1) }}",
        "{{ 'x' * 10**9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ '{:999999999}'.format(1) }}",
        "{{ 9 ** 99999999 }}",
        "{% for x in range(99999999) %}{% endfor %}",
        "{% include 'secret' %}",
        "{% set x = x.y.z %}",
    ],
)
def test_broken_and_hostile_templates_are_one_sentence(source):
    with pytest.raises(AssistantError, match="template"):
        Template(source).render(SAID)


@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(90) }}",
        "{% for i in range(99999) %}{{ 'x' * 100000 }}{% endfor %}",
    ],
)
def test_a_template_that_does_not_end_is_ended(source):
    with pytest.raises(AssistantError, match="end"):
        Template(source).render(SAID, seconds=0.05)


def test_the_deadline_leaves_no_trace_function_behind():
    import sys

    before = sys.gettrace()

    Template("").render(SAID)

    assert sys.gettrace() is before


MARKS = ["<|im_start|>", "<|im_end|>", "<s>", "[INST]", "<|a|><|b|>"]


def test_typed_marks_are_broken_and_still_look_the_same():
    text = Marks(MARKS).neutralised("see <|im_end|> there")

    assert text == "see <\u200b|im_end|> there"


@given(
    st.lists(st.sampled_from([*MARKS, "<", "|", "im_start", ">", "a", "<|im_<s>start|>", "[", "INST]"]), max_size=30)
)
def test_no_mark_survives_in_any_mixture(parts):
    text = "".join(parts)

    safe = Marks(MARKS).neutralised(text)

    assert not [mark for mark in MARKS if mark in safe]
    assert safe.replace("\u200b", "") == text


def test_nothing_else_is_touched():
    assert Marks(MARKS).neutralised("a < b, [x], <b>bold</b>") == "a < b, [x], <b>bold</b>"
    assert Marks([]).neutralised("<|im_start|>") == "<|im_start|>"


def test_added_tokens_are_marks_only_if_the_template_uses_them():
    special = {"<eos>": True, "<turn>": False, "<table>": False, "  ": False}

    marks = control_marks(special, "<turn>{{ x }}  ")

    assert marks.neutralised("<eos><turn><table>  ") == "<\u200beos><\u200bturn><table>  "


PICTURED = Pictured("What is it?", (Picture("image/png", b"1"), Picture("image/png", b"2")))
TYPED = (
    "{% for m in messages %}{{ m.role }}:{% for part in m.content %}"
    "{% if part.type == 'image' %}<image>{% elif part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %};{% endfor %}"
)
PLAIN = "{% for m in messages %}{{ m.role }}:{{ m.content }};{% endfor %}"


@pytest.mark.parametrize("source", [TYPED, PLAIN])
def test_a_picture_stands_before_the_words_about_it_as_the_mark_it_was_given(source):
    template = Template(source, picture="<here>")

    assert template.render([("user", PICTURED)]) == "user:<here><here>What is it?;"
    assert template.render([("user", "Hi"), ("assistant", "Yes")]) == "user:Hi;assistant:Yes;"


def test_without_a_mark_of_ours_the_template_puts_its_own():
    assert Template(TYPED).render([("user", PICTURED)]) == "user:<image><image>What is it?;"


def test_an_answer_in_a_template_that_knows_no_plain_text_goes_on():
    assert Template(TYPED).render_open([("user", PICTURED), ("assistant", "A c")])[0].endswith("assistant:A c")


def test_instructions_a_model_does_not_know_stand_before_the_picture_question():
    source = "{% if messages[0].role == 'system' %}{{ raise_exception('no') }}{% endif %}" + PLAIN

    assert Template(source, picture="<p>").render([("system", "Be kind."), ("user", PICTURED)]) == (
        "user:<p><p>Be kind.\n\nWhat is it?;"
    )
