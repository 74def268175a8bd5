"""An Ollama Modelfile."""

import pytest

from assistant_gui.weights.modelfile import Around, modelfile
from assistant_gui.weights.templates import CHATML, Template

SMOL = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nYou are a helpful AI assistant.<|im_end|>\n' }}{% endif %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
LLAMA = (
    "{{ bos_token }}{% for m in messages %}<|start_header_id|>{{ m.role }}<|end_header_id|>\n\n{{ m.content }}<|eot_id|>"
    "{% endfor %}{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>\n\n{% endif %}"
)
COUNTS = "{% for m in messages %}{{ loop.index }} {{ m.role }}: {{ m.content }}\n{% endfor %}"
TALK = [("system", "s"), ("user", "u"), ("assistant", "a"), ("user", "v")]


@pytest.mark.parametrize("source", [CHATML, SMOL, LLAMA])
def test_it_writes_what_the_chat_template_writes(source):
    template = Template(source, bos="<s>")

    around = Around.seen(template)

    for talk in (TALK, TALK[1:], TALK[1:2]):
        assert around.rendered(talk) == template.render(talk)


def test_a_template_that_does_more_has_no_form_there():
    assert Around.seen(Template(COUNTS)) is None
    assert "TEMPLATE" not in modelfile(["FROM ./x.gguf"], Template(COUNTS), ["</s>"])


def test_the_file_is_as_ollama_reads_it():
    found = modelfile(["FROM ./base.gguf", "ADAPTER ./adapter.gguf"], Template(CHATML), ["<|im_end|>"])

    assert found == (
        "FROM ./base.gguf\nADAPTER ./adapter.gguf\n"
        'TEMPLATE """{{- range .Messages }}'
        '{{- if eq .Role "system" }}{{ "<|im_start|>system\\n" }}{{ .Content }}{{ "<|im_end|>\\n" }}'
        '{{- else if eq .Role "user" }}{{ "<|im_start|>user\\n" }}{{ .Content }}{{ "<|im_end|>\\n" }}'
        '{{- else if eq .Role "assistant" }}{{ "<|im_start|>assistant\\n" }}{{ .Content }}{{ "<|im_end|>\\n" }}'
        '{{- end }}{{- end }}{{ "<|im_start|>assistant\\n" }}"""\n'
        'PARAMETER stop "<|im_end|>"\n'
    )


def test_what_is_told_without_a_system_message_is_told_there_too():
    assert '{{- if not .System }}{{ "You are' in modelfile([], Template(SMOL), [])
